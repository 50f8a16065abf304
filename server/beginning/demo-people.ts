import type { Accounts, NewUser } from '../application/accounts/accounts.js';
import type { Services } from '../compose.js';
import { signInLink } from '../domain/accounts/sign-in-link.js';
import type { Plan } from '../domain/planning/plan.js';
import { keepLinks, printLinks } from './first-links.js';

/** Accounts that the demo brings along beside the admin's. */
export const demoPeople: readonly NewUser[] = [
  { login: 'dispatcher', name: '调度员 Dispatcher', role: 'dispatcher' },
  { login: 'picker', name: '拣货员 Picker', role: 'picker' },
];

/** Roles whose links lead to accounts of the demo. */
export const demoRoles: ReadonlySet<string> = new Set(['dispatcher', 'picker', 'courier', 'station']);

/**
 * Adds those whose login is not taken.
 *
 * @param mark is called with the id of each.
 * @returns a line with a link for each of them.
 */
export async function addPeople(
  accounts: Accounts,
  people: readonly NewUser[],
  address: string,
  mark: (userId: string) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const known = new Set((await accounts.listUsers()).map(({ login }) => login));
  const lines: string[] = [];
  for (const person of people.filter(({ login }) => !known.has(login))) {
    const user = await accounts.addUser(person, 'first start');
    await mark(user.userId);
    lines.push(`${person.role.padEnd(11)}${signInLink(await accounts.makeLoginLink(user.userId), address)}`);
  }
  return lines;
}

/** Adds accounts that go with the demo. */
export function addDemoPeople(
  { accounts, demo, database }: Services,
  people: readonly NewUser[],
  address: string,
): Promise<string[]> {
  return database.inTransaction(() => addPeople(accounts, people, address, demo.markUser));
}

/** One courier with a run and one station with a delivery, so that their pages can be seen at once. */
export async function addFieldLinks(services: Services, plan: Plan, address: string): Promise<void> {
  const { network, config } = services;
  const { depotId } = plan;
  const couriers = await network.listCouriers(depotId);
  const route = plan.routes.find(({ vehicleId }) => couriers.some((each) => each.vehicleId === vehicleId));
  if (route === undefined) return;
  const courier = couriers.find((each) => each.vehicleId === route.vehicleId)!;
  const { stationId } = route.trips[0].stops[0];
  const station = (await network.listStations(depotId)).find((each) => each.stationId === stationId)!;
  const { courierId } = courier;
  const people = [
    { login: 'courier', name: courier.name, role: 'courier' as const, depotIds: [depotId], courierId },
    { login: 'station', name: station.name, role: 'station' as const, depotIds: [depotId], stationId },
  ];
  const lines = await addDemoPeople(services, people, address);
  if (lines.length === 0) return;
  keepLinks(config.dataFolder, lines);
  printLinks(config.dataFolder, lines);
}
