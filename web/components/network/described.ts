import { signal } from '@preact/signals';
import { ask } from '../../api/ask.js';
import type { AttributeForm, AttributeForms } from '../../api/types.js';
import type { Kind } from './change-api.js';

/** What may be said of each kind of thing; undefined before it came. It is read once by a page. */
export const attributeForms = signal<AttributeForms>();

/** @throws ApiError */
export async function loadAttributeForms(): Promise<void> {
  attributeForms.value ??= await ask<AttributeForms>('GET', '/attributes');
}

export function attributesOf(kind: Kind | 'compartments'): readonly AttributeForm[] {
  return attributeForms.value?.data.find(({ thing }) => thing === kind)?.attributes ?? [];
}
