import type { Role } from '../../domain/accounts/role.js';
import { dateOf } from '../../domain/local-time.js';
import type { LinkHolder } from './people-store.js';

/** What is printed for one person, to be cut out and handed over. */
export interface SignInCard {
  readonly name: string;
  /** What they are and where. */
  readonly facts: readonly string[];
  readonly login: string;
  /** Says how the code is used and until when. */
  readonly hint: string;
  /** Stands in the code. */
  readonly link: string;
}

export interface CardBook {
  readonly title: string;
  readonly language: 'zh' | 'en';
  readonly cards: readonly SignInCard[];
}

const roleNames: Readonly<Record<Role, readonly [string, string]>> = {
  admin: ['管理员', 'Admin'],
  dispatcher: ['调度员', 'Dispatcher'],
  picker: ['拣货员', 'Picker'],
  courier: ['配送员', 'Courier'],
  station: ['自提点', 'Station'],
  integration: ['系统对接', 'Other system'],
};

const words = {
  between: ['、', ', '],
  title: ['登录卡', 'Sign-in cards'],
  login: ['登录名：{login}', 'Login: {login}'],
  hint: [
    '用手机扫码登录，{until}前有效。请勿转给他人。',
    'Scan to sign in, good until {until}. Hand it to nobody else.',
  ],
} as const;

/** Cards for who holds a link, in their order. */
export function makeSignInCards(
  holders: readonly (LinkHolder & { readonly link: string })[],
  { language, timeZone }: { readonly language: 'zh' | 'en'; readonly timeZone: string },
): CardBook {
  const say = (text: readonly [string, string]) => text[language === 'zh' ? 0 : 1];
  const cards = holders.map((holder): SignInCard => {
    const { name, role, stationId, stationName, depotNames, login, expiresAt, link } = holder;
    const place =
      stationId === null
        ? undefined
        : [stationId, stationName === name ? null : stationName].filter((part) => part !== null).join(' · ');
    return {
      name,
      facts: [
        say(roleNames[role]),
        place,
        depotNames.length === 0 ? undefined : depotNames.join(say(words.between)),
      ].filter((fact) => fact !== undefined),
      login: say(words.login).replace('{login}', login),
      hint: say(words.hint).replace('{until}', dateOf(expiresAt, timeZone)),
      link,
    };
  });
  return { title: say(words.title), language, cards };
}
