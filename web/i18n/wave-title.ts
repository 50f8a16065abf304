import { formatDate } from '../format.js';
import { t } from './language.js';

/** What people call a wave of a date: by its cutoff, else by its number. */
export function waveName({ name, sequence }: { readonly name: string; readonly sequence: number }): string {
  return name === '' ? t('wave.number', { n: sequence }) : name;
}

/** A wave with its date; one without a name of its own is the date's. */
export function waveTitle({ deliveryDate, name }: { readonly deliveryDate: string; readonly name: string }): string {
  return name === '' ? formatDate(deliveryDate) : `${formatDate(deliveryDate)} · ${name}`;
}
