import type { Catalogue } from './catalogue.js';

/** Areas that stations are in by their position, where the operator names none. */
export const areaMessages = {
  'area.centre': ['中心', 'Centre'],
  'area.north': ['北', 'North'],
  'area.northeast': ['东北', 'Northeast'],
  'area.east': ['东', 'East'],
  'area.southeast': ['东南', 'Southeast'],
  'area.south': ['南', 'South'],
  'area.southwest': ['西南', 'Southwest'],
  'area.west': ['西', 'West'],
  'area.northwest': ['西北', 'Northwest'],
} as const satisfies Catalogue;
