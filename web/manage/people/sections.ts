import type { Section } from '../section.js';

export const peopleSections: readonly Section[] = [
  {
    path: 'users',
    title: 'people.users',
    group: 'people',
    permission: 'users:manage',
    load: async () => (await import('./users-section.js')).UsersSection,
  },
  {
    path: 'invite',
    title: 'people.invite',
    group: 'people',
    permission: 'users:manage',
    load: async () => (await import('./invite/invite-section.js')).InviteSection,
  },
];
