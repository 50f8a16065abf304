import type { Profile } from '../../domain/travel/travel.js';
import { mayTurn } from '../costs/allowed-turns.js';
import { roadClosures } from '../costs/road-closures.js';
import { rulesOf, type VehicleRules } from '../costs/vehicle-rules.js';
import type { RoadGraph } from '../graph/road-graph.js';

/** A road from which fewer crossings can be reached, or which fewer can reach, is an island. */
const islandNodes = 50;
const unknown = 0;
const island = 1;
const mainland = 2;

/** Tells which edges are cut off from the rest, as Valhalla does (src/loki/reach.cc). Remembers its answers. */
export class RoadComponents {
  private readonly limited: Uint8Array;
  private readonly sequences: ForbiddenSequences;
  private readonly accessBit: number;
  private readonly leavingIsland: Uint8Array;
  private readonly enteringIsland: Uint8Array;
  /** The round of search in which an edge or a node was last seen. */
  private readonly seenEdge: Uint32Array;
  private readonly seenNode: Uint32Array;
  private round = 0;

  /** @param usable by edge: 1 where the vehicle may drive. */
  constructor(
    private readonly graph: RoadGraph,
    private readonly usable: Uint8Array,
    profile: Profile,
  ) {
    const rules = rulesOf(profile);
    this.limited = roadClosures(graph, profile).through;
    this.sequences = forbiddenSequences(graph, rules);
    this.accessBit = rules.accessBit;
    this.leavingIsland = new Uint8Array(graph.edgeCount);
    this.enteringIsland = new Uint8Array(graph.edgeCount);
    this.seenEdge = new Uint32Array(graph.edgeCount);
    this.seenNode = new Uint32Array(graph.nodeCount);
  }

  /** Whether too little can be reached from an edge (`leaving`), or can reach it. An edge that may not be driven is one. */
  isIsland(edge: number, leaving: boolean): boolean {
    if (this.usable[edge] !== 1) return true;
    const known = leaving ? this.leavingIsland : this.enteringIsland;
    if (known[edge] === unknown) {
      const reaches = this.reachesMany(edge, leaving, true) || this.reachesMany(edge, leaving, false);
      known[edge] = reaches ? mainland : island;
    }
    return known[edge] === island;
  }

  /**
   * Whether drives along an edge come to (`leaving`), or from, at least `islandNodes` nodes.
   *
   * @param careful keeps away from every edge with a forbidden turn at its end or that ends (begins) a forbidden
   *   sequence, and looks at no other rule; else turns and limits are looked at one by one. Either suffices in Valhalla.
   */
  private reachesMany(start: number, leaving: boolean, careful: boolean): boolean {
    const { graph, usable, limited, sequences, accessBit, seenEdge, seenNode } = this;
    const known = leaving ? this.leavingIsland : this.enteringIsland;
    if (careful && leaving && graph.edgeForbiddenTurns[start] !== 0) return false;
    const round = ++this.round;
    const edges = [start];
    seenEdge[start] = round;
    let nodes = 0;
    for (let next = 0; next < edges.length && nodes < islandNodes; next++) {
      const edge = edges[next];
      const node = leaving ? graph.edgeTo[edge] : graph.edgeFrom[edge];
      if ((graph.nodeAccess[node] & accessBit) === 0) continue;
      if (seenNode[node] !== round) {
        seenNode[node] = round;
        nodes++;
      }
      for (let at = graph.firstOut[node]; at < graph.firstOut[node + 1]; at++) {
        const out = graph.edgesOut[at];
        const other = leaving ? out : graph.edgeOpposite[out];
        if (usable[other] !== 1 || seenEdge[other] === round) continue;
        if (careful) {
          if (graph.edgeForbiddenTurns[other] !== 0 || (leaving ? sequences.last : sequences.first).has(other))
            continue;
        } else {
          const allowed = leaving ? mayTurn(graph, usable, edge, other) : mayTurn(graph, usable, other, edge);
          const isForbiddenPair = sequences.pairs.has(leaving ? `${edge}>${other}` : `${other}>${edge}`);
          if (!allowed || isForbiddenPair || limited[other] === 1) continue;
        }
        // From there on the way is known.
        if (known[other] === 2) return true;
        seenEdge[other] = round;
        edges.push(other);
      }
    }
    return nodes >= islandNodes;
  }
}

/** What the search for islands asks of forbidden sequences: their first and last edges, and those of two as "a>b". */
interface ForbiddenSequences {
  readonly first: ReadonlySet<number>;
  readonly last: ReadonlySet<number>;
  readonly pairs: ReadonlySet<string>;
}

function forbiddenSequences(graph: RoadGraph, rules: VehicleRules): ForbiddenSequences {
  const first = new Set<number>();
  const last = new Set<number>();
  const pairs = new Set<string>();
  for (let sequence = 0; sequence < graph.sequenceAccess.length; sequence++) {
    if ((graph.sequenceAccess[sequence] & rules.accessBit) === 0) continue;
    const begin = graph.firstSequenceEdge[sequence];
    const end = graph.firstSequenceEdge[sequence + 1];
    first.add(graph.sequenceEdges[begin]);
    last.add(graph.sequenceEdges[end - 1]);
    if (end - begin === 2) pairs.add(`${graph.sequenceEdges[begin]}>${graph.sequenceEdges[begin + 1]}`);
  }
  return { first, last, pairs };
}
