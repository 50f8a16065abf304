import path from 'node:path';
import { z } from 'zod';
import type { GeocoderSettings } from './adapters/geocoding/open-provider.js';
import { isAddressOrNet } from './adapters/http/connections/proxy-trust.js';
import { isOfThisMachine, type OpenIdSettings } from './adapters/oidc/open-id-settings.js';
import { isSecretKey } from './adapters/secrets/secret-box.js';
import { InvalidInputError } from './domain/dispatch-error.js';
import { isTimeZone } from './domain/local-time.js';
import { type Datum, datums } from './domain/network/datum.js';

const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsUnset, schema.optional());

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

const schema = z.object({
  PORT: z.preprocess(emptyIsUnset, z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: z.preprocess(emptyIsUnset, z.string().default('127.0.0.1')),
  TUANDA_DATA: z.preprocess(emptyIsUnset, z.string().default('var')),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')),
  ROUTING_ENGINE: z.preprocess(
    emptyIsUnset,
    z.enum(['valhalla', 'graphhopper', 'osrm', 'straight-line']).default('valhalla'),
  ),
  ROUTING_URL: optional(z.url()),
  ROUTING_KEY: optional(z.string()),
  TUANDA_ADMIN_KEY: optional(z.string().min(24, 'must have at least 24 characters')),
  TUANDA_TIME_ZONE: z.preprocess(
    emptyIsUnset,
    z.string().refine(isTimeZone, 'must be a time zone such as Asia/Shanghai').default('Asia/Shanghai'),
  ),
  PUBLIC_URL: optional(z.url()),
  TILE_URL: optional(z.string()),
  TILE_DATUM: z.preprocess(emptyIsUnset, z.enum(datums).default('wgs84')),
  TILE_ATTRIBUTION: optional(z.string().max(200)),
  CONNECTIONS_PER_ADDRESS: z.preprocess(emptyIsUnset, z.coerce.number().int().min(1).max(1_000_000).default(1000)),
  TRUSTED_PROXIES: z.preprocess(
    emptyIsUnset,
    z
      .string()
      .default('')
      .transform(listOf)
      .refine((hops) => hops.every(isAddressOrNet), 'must be addresses and nets such as 10.0.0.2,172.16.0.0/12'),
  ),
  TUANDA_SECRET_KEY: z.preprocess(
    emptyIsUnset,
    z
      .string()
      .default('')
      .transform(listOf)
      .refine(
        (keys) => keys.every(isSecretKey),
        'must be 32 random bytes as Base64 or hex, e.g. of openssl rand -base64 32',
      ),
  ),
  WEBHOOK_PRIVATE_HOSTS: z.preprocess(emptyIsUnset, z.string().default('')),
  TUANDA_BACKUP_FOLDER: optional(z.string()),
  TUANDA_DRAFTS_FOLDER: optional(z.string()),
  TUANDA_BACKUP_TIME: z.preprocess(
    emptyIsUnset,
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 03:30')
      .default('03:30'),
  ),
  TUANDA_BACKUP_KEEP: z.preprocess(emptyIsUnset, z.coerce.number().int().min(1).max(10_000).default(14)),
  TUANDA_BACKUP_MAPS: z.preprocess(emptyIsUnset, z.enum(['yes', 'no']).default('no')),
  TUANDA_BACKUP_PASSWORD: optional(z.string()),
  TUANDA_MAP_UPLOAD_MB: z.preprocess(emptyIsUnset, z.coerce.number().int().min(1).max(500).default(300)),
  GEOCODER: z.preprocess(emptyIsUnset, z.enum(['offline', 'amap', 'tencent', 'nominatim']).default('offline')),
  GEOCODER_KEY: optional(z.string()),
  GEOCODER_URL: optional(z.url()),
  TUANDA_MAP_FOLDERS: z.preprocess(emptyIsUnset, z.string().default('').transform(listOf)),
  OIDC_ISSUER: optional(z.url().refine(isProviderAddress, 'must begin with https://')),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_NAME: optional(z.string().max(40)),
  OIDC_CLAIM: z.preprocess(emptyIsUnset, z.enum(['preferred_username', 'email']).default('preferred_username')),
  OIDC_NEW_USERS: optional(
    z
      .string()
      .regex(/^(picker|dispatcher) \S+$/, 'must be a role, picker or dispatcher, and the id of a depot: picker D1'),
  ),
  LOG_LEVEL: optional(z.enum(['silent', 'error', 'warn', 'info', 'debug'])),
});

/** Plain http is for a provider on this very machine. */
function isProviderAddress(address: string): boolean {
  return address.startsWith('https://') || isOfThisMachine(address);
}

/** Backups that the server makes by itself, and the password of all backups. */
export interface BackupSettings {
  /** Absolute; undefined: it makes none. */
  readonly folder: string | undefined;
  /** Time of day, e.g. "03:30", in the installation's time zone. */
  readonly time: string;
  /** How many of them stay. */
  readonly keep: number;
  /** Whether they hold the map in use. */
  readonly withMaps: boolean;
  /** Undefined: they are not encrypted. */
  readonly password: string | undefined;
}

/** The installation's settings, read once from the environment; `.env.example` describes each. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** Of files that were sent to be looked at before they are taken. */
  readonly draftsFolder: string;
  readonly databaseUrl: string | undefined;
  readonly routing: {
    readonly engine: 'valhalla' | 'graphhopper' | 'osrm' | 'straight-line';
    readonly url: string | undefined;
    readonly key: string | undefined;
  };
  readonly adminKey: string | undefined;
  readonly timeZone: string;
  readonly publicUrl: string | undefined;
  readonly tileUrl: string | undefined;
  /** Of the tiles: what is drawn over them is shifted into it. */
  readonly tileDatum: Datum;
  /** Whose tiles they are, as plain text on the map. */
  readonly tileAttribution: string | undefined;
  /** Most connections that one address may have open at once. */
  readonly connectionsPerAddress: number;
  /** Addresses and nets of proxies whose word on who asks is believed. */
  readonly trustedProxies: readonly string[];
  /** Keys that secrets are encrypted with at rest: the first seals, all open. Empty: a key file in the data folder. */
  readonly secretKeys: readonly string[];
  /** Hosts of the own net that webhooks may be sent to. */
  readonly webhookPrivateHosts: readonly string[];
  readonly backup: BackupSettings;
  /** Maps that are built from the page. */
  readonly maps: {
    /** Largest extract that may be sent. */
    readonly mostUploadBytes: number;
    /** Absolute; of files that lie on the server only those in these folders are built from. */
    readonly folders: readonly string[];
  };
  /** Who is asked where addresses lie beside the own map; undefined: nobody. */
  readonly geocoder: GeocoderSettings | undefined;
  /** A provider by whose word people sign in; undefined: none. */
  readonly provider: OpenIdSettings | undefined;
  /** Undefined: each command has its own. */
  readonly logLevel: string | undefined;
}

/**
 * Reads the settings.
 *
 * @throws InvalidInputError naming each variable that cannot be used.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`);
    throw new InvalidInputError(`The settings cannot be used. ${faults.join(' ')}`, faults);
  }
  const given = parsed.data;
  return {
    port: given.PORT,
    host: given.HOST,
    dataFolder: path.resolve(given.TUANDA_DATA),
    draftsFolder: path.resolve(given.TUANDA_DRAFTS_FOLDER ?? path.join(given.TUANDA_DATA, 'import-drafts')),
    databaseUrl: given.DATABASE_URL,
    routing: { engine: given.ROUTING_ENGINE, url: given.ROUTING_URL, key: given.ROUTING_KEY },
    adminKey: given.TUANDA_ADMIN_KEY,
    timeZone: given.TUANDA_TIME_ZONE,
    publicUrl: given.PUBLIC_URL,
    tileUrl: given.TILE_URL,
    tileDatum: given.TILE_DATUM,
    tileAttribution: given.TILE_ATTRIBUTION,
    connectionsPerAddress: given.CONNECTIONS_PER_ADDRESS,
    trustedProxies: given.TRUSTED_PROXIES,
    secretKeys: given.TUANDA_SECRET_KEY,
    webhookPrivateHosts: listOf(given.WEBHOOK_PRIVATE_HOSTS.toLowerCase()),
    backup: {
      folder: given.TUANDA_BACKUP_FOLDER === undefined ? undefined : path.resolve(given.TUANDA_BACKUP_FOLDER),
      time: given.TUANDA_BACKUP_TIME,
      keep: given.TUANDA_BACKUP_KEEP,
      withMaps: given.TUANDA_BACKUP_MAPS === 'yes',
      password: given.TUANDA_BACKUP_PASSWORD,
    },
    maps: {
      mostUploadBytes: given.TUANDA_MAP_UPLOAD_MB * 1_000_000,
      folders: given.TUANDA_MAP_FOLDERS.map((folder) => path.resolve(folder)),
    },
    geocoder: geocoderOf(given),
    provider: providerOf(given),
    logLevel: given.LOG_LEVEL,
  };
}

/** @throws InvalidInputError naming what is missing */
function geocoderOf(given: z.infer<typeof schema>): GeocoderSettings | undefined {
  const { GEOCODER: provider, GEOCODER_KEY: key, GEOCODER_URL: url } = given;
  const lacks = (name: string) => {
    const fault = `${name}: must be set where GEOCODER is ${provider}.`;
    return new InvalidInputError(`The settings cannot be used. ${fault}`, [fault]);
  };
  if (provider === 'offline') return undefined;
  if (provider === 'nominatim') {
    if (url === undefined) throw lacks('GEOCODER_URL');
    return { provider, url };
  }
  if (key === undefined) throw lacks('GEOCODER_KEY');
  return { provider, key, url };
}

/** The language of who sits at the terminal, as its locale says. */
export function readLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv = process.env): 'zh' | 'en' {
  return /^zh\b|^zh_/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}

/** @throws InvalidInputError naming what is missing */
function providerOf(given: z.infer<typeof schema>): OpenIdSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL } = given;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || PUBLIC_URL === undefined) {
    const missing = clientId === undefined ? 'OIDC_CLIENT_ID' : 'PUBLIC_URL';
    const fault = `${missing}: must be set where OIDC_ISSUER is.`;
    throw new InvalidInputError(`The settings cannot be used. ${fault}`, [fault]);
  }
  const [role, depotId] = given.OIDC_NEW_USERS?.split(' ') ?? [];
  return {
    issuer,
    clientId,
    clientSecret,
    name: given.OIDC_NAME ?? new URL(issuer).host,
    claim: given.OIDC_CLAIM,
    newUsers: role === undefined ? undefined : { role: role as 'picker' | 'dispatcher', depotId },
    redirectUrl: `${PUBLIC_URL.replace(/\/$/, '')}/login/provider`,
  };
}
