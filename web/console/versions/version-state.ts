import { signal } from '@preact/signals';

export const showsVersions = signal(false);
