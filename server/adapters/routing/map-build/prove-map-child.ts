import { createRequire } from 'node:module';
import { loadRoadGraph, type RoadGraph } from '../../../roads/index.js';
import type { Proof, ProofSetup } from './prove-map.js';

// Runs as a process of its own: native code that meets a bad map ends the process that it runs in.

interface Binding {
  readonly Actor: new (config: object) => { locate(query: object): Promise<{ edges: unknown[] | null }[]> };
}

/** Positions of the road graph are degrees × 1e7. */
const degreeParts = 1e7;

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
  const places = [0, Math.floor(graph.nodeCount / 2), graph.nodeCount - 1].map((node) => ({
    lon: graph.nodeLon[node] / degreeParts,
    lat: graph.nodeLat[node] / degreeParts,
  }));
  // Any one will do: a crossing may lie on an island that Valhalla passes over.
  const found = await actor.locate({ locations: places, costing: 'truck' });
  const foundByCar = await actor.locate({ locations: places, costing: 'auto' });
  if (![...found, ...foundByCar].some(({ edges }) => edges !== null && edges.length > 0)) {
    return { fault: 'Valhalla finds no road at the crossings in its tiles' };
  }
  return { bbox: boxAround(graph), roads: graph.edgeCount };
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
