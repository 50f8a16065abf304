import { t } from '../i18n/language.js';

/** "part 1 of 2" beside goods that are brought in parts; nothing beside what is brought whole. */
export function PartNote({
  part,
}: {
  readonly part: { readonly no: number; readonly count: number } | null | undefined;
}) {
  return part ? <span class="part-note">{partText(part)}</span> : null;
}

export function partText({ no, count }: { readonly no: number; readonly count: number }): string {
  return t('goods.part', { no, count });
}
