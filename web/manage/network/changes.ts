import type { ItemAnswer, ItemChange, Kind } from '../../components/network/change-api.js';
import { lastChange, changeThings as makeChanges } from '../../components/network/changes.js';
import { t } from '../../i18n/language.js';
import { networkApi } from './network-api.js';
import { loadOverview } from './network-state.js';

/** Changes things, however many; the tables follow. @throws ApiError when none was changed. */
export function changeThings(kind: Kind, items: readonly ItemChange[], name: string): Promise<readonly ItemAnswer[]> {
  return makeChanges(kind, items, name, loadOverview);
}

export function rememberAdded(kind: Kind, id: string, name: string): void {
  lastChange.value = {
    kind,
    text: t('network.added', { name }),
    async undo() {
      await networkApi.remove(kind, id);
      lastChange.value = undefined;
      await loadOverview(kind);
    },
  };
}

/** The server keeps it for a day, with all that belongs to it. */
export function rememberRemoved(kind: Kind, id: string, name: string): void {
  lastChange.value = {
    kind,
    text: t('network.removed', { name }),
    async undo() {
      await networkApi.restore(kind, id);
      lastChange.value = undefined;
      await loadOverview(kind);
    },
  };
}
