import { createRequire } from 'node:module';
import { loadRoadGraph, type RoadGraph } from '../../../roads/index.js';
import type { Proof, ProofSetup } from './prove-map.js';

// Runs as a process of its own: native code that meets a bad map ends the process that it runs in.

interface Binding {
  readonly Actor: new (config: object) => { locate(query: object): Promise<{ edges: unknown[] | null }[]> };
}

/** Positions of the road graph are degrees × 1e7. */
const degreeParts = 1e7;
/** Crossings all over the map, of which one has to be on a road. */
const triedPlaces = 20;

const setup = JSON.parse(process.argv[2]) as ProofSetup;
const proof = await prove().catch(
  (error): Proof => ({ fault: (error instanceof Error ? error.message : String(error)).replace(/\.$/, '') }),
);
process.send?.(proof, () => process.exit(0));

async function prove(): Promise<Proof> {
  const graph = loadRoadGraph(setup.tileFolder);
  if (graph.edgeCount === 0) return { fault: 'no road in it may be driven on' };
  const { Actor } = createRequire(import.meta.url)(setup.bindingFile) as Binding;
  const actor = new Actor(setup.config);
  const places = Array.from({ length: triedPlaces }, (_, at) => Math.floor((at * graph.nodeCount) / triedPlaces)).map(
    (node) => ({
      lon: graph.nodeLon[node] / degreeParts,
      lat: graph.nodeLat[node] / degreeParts,
    }),
  );
  // Any one will do: a crossing may lie on an island that Valhalla passes over.
  for (const costing of ['auto', 'truck']) {
    const found = await actor.locate({ locations: places, costing });
    const at = found.findIndex(({ edges }) => edges !== null && edges.length > 0);
    if (at !== -1) return { bbox: boxAround(graph), road: places[at] };
  }
  return { fault: 'Valhalla finds no road at the crossings in its tiles' };
}

function boxAround({ nodeCount, nodeLon, nodeLat }: RoadGraph) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let node = 0; node < nodeCount; node++) {
    west = Math.min(west, nodeLon[node]);
    east = Math.max(east, nodeLon[node]);
    south = Math.min(south, nodeLat[node]);
    north = Math.max(north, nodeLat[node]);
  }
  return { west: west / degreeParts, south: south / degreeParts, east: east / degreeParts, north: north / degreeParts };
}
