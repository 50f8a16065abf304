import type { MatchedEdge, MatchedPoint, MatchedTrace } from '../../../application/travel/routing/routing-port.js';
import { greatCircleMeters, type LonLat } from '../../../domain/network/place.js';
import type { Profile } from '../../../domain/travel/travel.js';
import { valhallaCheck } from './valhalla-answers.js';

/** A longer trace is matched piece by piece; Valhalla's own limits are higher. */
const pointsPerPiece = 2_000;
const metersPerPiece = 100_000;
const attributes = [
  'edge.id',
  'edge.length',
  'edge.source_percent_along',
  'edge.target_percent_along',
  'matched.edge_index',
  'matched.distance_along_edge',
  'matched.type',
];

/** A point of the answer beside the edges that it is about. */
interface Piece {
  readonly edges: readonly (MatchedEdge & { readonly from: number; readonly to: number })[];
  readonly points: readonly (MatchedPoint | undefined)[];
}

/**
 * Matches a trace to the roads by Valhalla's `trace_attributes`.
 *
 * @param ask the question; undefined where Valhalla finds no road along it.
 * @throws RoutingUnavailableError when the answer is nonsense.
 */
export async function matchTrace(
  trace: readonly LonLat[],
  profile: Profile,
  ask: (query: object) => Promise<unknown>,
): Promise<MatchedTrace> {
  const edges: MatchedEdge[] = [];
  const points: (MatchedPoint | undefined)[] = [];
  for (const piece of piecesOf(trace)) {
    const query = {
      shape: piece,
      costing: profile,
      shape_match: 'map_snap',
      units: 'kilometers',
      filters: { attributes, action: 'include' },
    };
    // One point alone has no way.
    const answer = piece.length > 1 ? await ask(query) : undefined;
    const found = answer === undefined ? { edges: [], points: piece.map(() => undefined) } : pieceOf(answer, piece);
    const before = edges.length;
    for (const { edgeId, meters } of found.edges) edges.push({ edgeId, meters });
    for (const point of found.points) points.push(point && { ...point, edge: point.edge + before });
  }
  return { edges, points };
}

function piecesOf(trace: readonly LonLat[]): LonLat[][] {
  const pieces: LonLat[][] = [[]];
  let meters = 0;
  for (const point of trace) {
    let piece = pieces[pieces.length - 1];
    const last = piece.at(-1);
    if (last !== undefined) meters += greatCircleMeters(last, point);
    if (piece.length >= pointsPerPiece || meters > metersPerPiece) {
      piece = [];
      pieces.push(piece);
      meters = 0;
    }
    piece.push(point);
  }
  return pieces;
}

function pieceOf(answer: unknown, piece: readonly LonLat[]): Piece {
  const { edges, matched_points: matched } = (answer ?? {}) as { edges?: unknown; matched_points?: unknown };
  if (!Array.isArray(edges) || !Array.isArray(matched) || matched.length !== piece.length) {
    throw valhallaCheck.nonsense('a trace without its points');
  }
  const read = edges.map((edge: Record<string, unknown>) => {
    const [edgeId, length] = [edge.id, edge.length];
    if (typeof edgeId !== 'number' || typeof length !== 'number' || !(length >= 0)) {
      throw valhallaCheck.nonsense('an edge without its length');
    }
    const [from, to] = [edge.source_percent_along ?? 0, edge.target_percent_along ?? 1].map(Number);
    return { edgeId, meters: length * 1000, from, to };
  });
  const points = matched.map((point: Record<string, unknown>): MatchedPoint | undefined => {
    const [at, along] = [point.edge_index, point.distance_along_edge];
    // What fits no road has an index beyond the list.
    if (point.type === 'unmatched' || typeof at !== 'number' || typeof along !== 'number') return undefined;
    const edge = read[at];
    if (edge === undefined || !(along >= 0 && along <= 1)) return undefined;
    const part = edge.to > edge.from ? (along - edge.from) / (edge.to - edge.from) : 0;
    return { edge: at, fraction: Math.min(1, Math.max(0, part)) };
  });
  return { edges: read, points };
}
