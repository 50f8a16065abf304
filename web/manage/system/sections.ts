import type { Section } from '../section.js';

export const systemSections: readonly Section[] = [
  {
    path: 'keys',
    title: 'keys.title',
    group: 'system',
    permission: 'keys:manage',
    load: async () => (await import('./keys-section.js')).KeysSection,
  },
  {
    path: 'webhooks',
    title: 'webhooks.title',
    group: 'system',
    permission: 'webhooks:manage',
    load: async () => (await import('./webhooks-section.js')).WebhooksSection,
  },
  {
    path: 'audit',
    title: 'audit.title',
    group: 'system',
    permission: 'audit:read',
    load: async () => (await import('./audit-section.js')).AuditSection,
  },
  {
    path: 'sign-in',
    title: 'manage.signIn.title',
    group: 'system',
    permission: 'users:manage',
    load: async () => (await import('./sign-in/sign-in-section.js')).SignInSection,
  },
];
