import type { Catalogue } from '../catalogue.js';

/** What was changed last of the network, and how it is taken back. */
export const changeMessages = {
  'changes.changed.one': ['已改 {name}', 'Changed {name}'],
  'changes.changed.many': ['已改 {count} 项', 'Changed {count}'],
  'changes.undone': ['已恢复。', 'Put back.'],
  'changes.undone.partly': [
    '已恢复；其中 {count} 项其间被人改过，没有动。',
    'Put back, except {count} that somebody changed meanwhile.',
  ],
  'changes.dismiss': ['收起', 'Dismiss'],
} as const satisfies Catalogue;
