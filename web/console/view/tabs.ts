/** The parts of the panel, in their order. */
export const tabs = ['runs', 'unassigned', 'stations', 'orders', 'cases', 'rules', 'import'] as const;
export type Tab = (typeof tabs)[number];
