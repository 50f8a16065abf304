import type { Wording } from './kinds/value-kind.js';

/** Under which words a form has attributes, in their order. */
export const attributeGroups = {
  basics: { zh: '基本', en: 'Basics' },
  place: { zh: '位置', en: 'Place' },
  contact: { zh: '联系与说明', en: 'Contact and notes' },
  hours: { zh: '时间', en: 'Hours' },
  service: { zh: '装卸用时', en: 'Handling times' },
  room: { zh: '容量', en: 'Room' },
  orders: { zh: '哪些订单', en: 'Which orders' },
  limits: { zh: '限制', en: 'Limits' },
  measures: { zh: '尺寸与重量', en: 'Measures and weights' },
  cold: { zh: '温度', en: 'Temperature' },
  apart: { zh: '不能同装', en: 'Kept apart' },
  totes: { zh: '周转箱', en: 'Totes' },
  prices: { zh: '价格', en: 'Prices' },
} as const satisfies Record<string, Wording>;

export type AttributeGroup = keyof typeof attributeGroups;
