import { createHash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { beforeEach, expect, it } from 'vitest';
import { renewSecondFactors } from '../../../server/adapters/db/accounts/sign-in/renew-second-factors.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import { secondFactorPurpose } from '../../../server/application/accounts/sign-in/second-factor.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { testBox } from '../../support/test-box.js';

const password = 'three odd whales';

eachDatabase('the second factor', (open) => {
  let database: Database;
  let api: Api;
  beforeEach(async () => {
    database = await open();
    api = await serveApi(database);
    return () => api.close();
  });
  const addUser = (login: string, role: 'picker' | 'admin' | 'dispatcher' = 'dispatcher') =>
    api.accounts.addUser({ login, name: login, role, password }, 'test');
  const enter = (json: object) => api.ask('POST', '/session', { json: { login: 'wang', password, ...json } });
  const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')!.split(';')[0];
  const own = (cookie: string, method: string, path: string, json?: object) =>
    api.ask(method, path, { headers: { cookie, origin: api.address }, json });
  /** The code of a moment so many seconds away. */
  const codeOf = (secret: string, seconds = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + seconds * 1000 });
  /** Sets it up; its code of this moment is used by that. */
  const setUp = async (cookie: string, more: object = { currentPassword: password }) => {
    const { body } = await own(cookie, 'POST', '/me/second-factor', more);
    const { codes } = (await own(cookie, 'PUT', '/me/second-factor', { code: codeOf(body.secret) })).body;
    return { secret: body.secret as string, codes: codes as string[] };
  };
  const actionsOf = async (userId: string) => {
    const { data } = (await api.ask('GET', `/audit?subject=${userId}`, { key: await api.keyOf('admin') })).body;
    return (data as { action: string }[]).map(({ action }) => action);
  };

  it('counts once a code of it was sent; from then on a password alone lets nobody in', async () => {
    await addUser('wang');
    const cookie = cookieOf(await enter({}));
    const other = cookieOf(await enter({}));
    expect((await own(cookie, 'POST', '/me/second-factor', {})).body.code).toBe('password-wrong');
    const begun = await own(cookie, 'POST', '/me/second-factor', { currentPassword: password });
    expect(begun.body.address).toMatch(/^otpauth:\/\/totp\/Tuanda:wang\?issuer=Tuanda&secret=[A-Z2-7]{32}&/);
    expect((await enter({})).status).toBe(200);
    expect((await own(cookie, 'PUT', '/me/second-factor', { code: '000000' })).body.code).toBe('code-wrong');
    const { codes } = (await own(cookie, 'PUT', '/me/second-factor', { code: codeOf(begun.body.secret) })).body;
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    expect((await own(cookie, 'GET', '/me')).status).toBe(200);
    expect((await own(other, 'GET', '/me')).status).toBe(401);
    const needed = await enter({});
    expect([needed.status, needed.body.code]).toEqual([401, 'second-factor-needed']);
    expect((await enter({ password: 'a wrong password' })).body.code).toBe('login-refused');
    expect((await enter({ code: codeOf(begun.body.secret, 30) })).status).toBe(200);
    expect((await own(cookie, 'GET', '/me/account')).body.secondFactor).toMatchObject({
      isOn: true,
      recoveryCodesLeft: 10,
    });
    // Neither the secret nor a code stands readable in the record.
    const { rows } = await database.knex.raw(
      'select secret, (select string_agg(code_hash, $$ $$) from recovery_codes) as hashes from second_factors',
    );
    expect(rows[0].secret).toMatch(/^v1\./);
    expect(JSON.stringify(rows)).not.toContain(begun.body.secret);
    for (const code of codes) expect(rows[0].hashes).not.toContain(code.replace('-', ''));
  });

  it('takes each code once, however many send it at once, and none of before', async () => {
    await addUser('wang');
    const { secret } = await setUp(cookieOf(await enter({})));
    // The code that confirmed it was taken.
    expect((await enter({ code: codeOf(secret) })).body.code).toBe('code-wrong');
    const code = codeOf(secret, 30);
    const answers = await Promise.all(Array.from({ length: 5 }, () => enter({ code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403]);
    expect((await enter({ code: codeOf(secret, 120) })).body.code).toBe('code-wrong');
  });

  it('takes each recovery code once, however it is written', async () => {
    const { userId } = await addUser('wang');
    const { codes } = await setUp(cookieOf(await enter({})));
    const cookie = cookieOf(await enter({ code: codes[0].toUpperCase().replace('-', ' ') }));
    expect((await enter({ code: codes[0] })).body.code).toBe('code-wrong');
    const both = await Promise.all([enter({ code: codes[1] }), enter({ code: codes[1] })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect((await own(cookie, 'GET', '/me/account')).body.secondFactor.recoveryCodesLeft).toBe(8);
    const renewed = await own(cookie, 'POST', '/me/second-factor/recovery-codes', { code: codes[2] });
    expect(renewed.body.codes).toHaveLength(10);
    expect((await enter({ code: codes[3] })).body.code).toBe('code-wrong');
    expect((await enter({ code: renewed.body.codes[0] })).status).toBe(200);
    expect((await actionsOf(userId)).filter((action) => action === 'user.recovery-code-used')).toHaveLength(4);
  });

  it('keeps recovery codes under a key, also those of an earlier release, which go on working', async () => {
    const { userId } = await addUser('wang');
    const { codes } = await setUp(cookieOf(await enter({})));
    const hashes = async () =>
      (
        await database.knex.raw('select code_hash from recovery_codes where used_at is null order by code_hash')
      ).rows.map(({ code_hash }: { code_hash: string }) => code_hash);
    const plain = codes.map((code) => createHash('sha256').update(code.replace('-', '')).digest('hex'));
    const kept = await hashes();
    expect(kept).toHaveLength(10);
    for (const hash of plain) expect(kept.join()).not.toContain(hash);
    // As an earlier release kept them.
    await database.knex.raw('delete from recovery_codes');
    for (const hash of plain) {
      await database.knex.raw('insert into recovery_codes (user_id, code_hash) values (?, ?)', [userId, hash]);
    }
    // A server of that release may still run, and keep new ones so behind our start.
    expect((await enter({ code: codes[5] })).status).toBe(200);
    expect((await enter({ code: codes[5] })).body.code).toBe('code-wrong');
    await database.knex.raw('update recovery_codes set used_at = null');
    await renewSecondFactors(database, testBox, secondFactorPurpose);
    expect(await hashes()).toEqual(kept);
    expect((await enter({ code: codes[4] })).status).toBe(200);
    expect((await enter({ code: codes[4] })).body.code).toBe('code-wrong');
  });

  it('makes who guesses codes wait, whatever passwords are sent between', async () => {
    const { userId } = await addUser('wang');
    const { codes } = await setUp(cookieOf(await enter({})));
    for (let n = 0; n < 10; n++) {
      expect((await enter({ code: '123456' })).body.code).toBe('code-wrong');
      // The right password alone forgets no guess at the code.
      expect((await enter({})).body.code).toBe('second-factor-needed');
    }
    const refused = await enter({ code: codes[0] });
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    expect(await actionsOf(userId)).toContain('sign-in.refused');
  });

  it('is asked for with a link as well', async () => {
    const { userId } = await addUser('wang');
    const { codes } = await setUp(cookieOf(await enter({})));
    const token = await api.accounts.makeLoginLink(userId);
    expect((await api.ask('POST', '/session/link', { json: { token } })).body.asksCode).toBe(true);
    const open = (json: object) => api.ask('POST', '/session', { json: { token, ...json } });
    expect((await open({})).body.code).toBe('second-factor-needed');
    expect((await open({ password: 'four even badgers' })).body.code).toBe('second-factor-needed');
    expect((await open({ password: 'four even badgers', code: codes[0] })).status).toBe(200);
  });

  it('moves to another phone by a code of the one before, and goes by one', async () => {
    const { userId } = await addUser('wang');
    const cookie = cookieOf(await enter({}));
    const { codes } = await setUp(cookie);
    const move = (json: object) => own(cookie, 'POST', '/me/second-factor', { currentPassword: password, ...json });
    expect((await move({})).body.code).toBe('code-wrong');
    const { secret } = (await move({ code: codes[0] })).body;
    // The one before holds until the new one is confirmed.
    expect((await enter({ code: codes[1] })).status).toBe(200);
    const confirmed = await own(cookie, 'PUT', '/me/second-factor', { code: codeOf(secret) });
    expect((await enter({ code: codes[2] })).body.code).toBe('code-wrong');
    expect((await own(cookie, 'POST', '/me/second-factor/off', { code: '000000' })).body.code).toBe('code-wrong');
    const off = await own(cookie, 'POST', '/me/second-factor/off', { code: confirmed.body.codes[0] });
    expect(off.status).toBe(204);
    expect((await enter({})).status).toBe(200);
    expect(await actionsOf(userId)).toEqual(
      expect.arrayContaining(['user.second-factor-on', 'user.second-factor-off']),
    );
  });

  it('is taken from who lost it by an admin', async () => {
    const { userId } = await addUser('wang');
    await setUp(cookieOf(await enter({})));
    const key = await api.keyOf('admin');
    expect((await api.ask('GET', `/users/${userId}`, { key })).body.hasSecondFactor).toBe(true);
    expect((await api.ask('DELETE', `/users/${userId}/second-factor`, { key })).status).toBe(204);
    expect((await api.ask('GET', `/users/${userId}`, { key })).body.hasSecondFactor).toBe(false);
    expect((await enter({})).status).toBe(200);
    expect(await actionsOf(userId)).toContain('user.second-factor-reset');
  });

  it('can be asked of roles: who lacks it may only set it up, and who asks it of their own role has it', async () => {
    await addUser('boss', 'admin');
    await addUser('wang', 'dispatcher');
    const boss = cookieOf(await enter({ login: 'boss' }));
    const ask = (...secondFactorRoles: string[]) => own(boss, 'PUT', '/sign-in-rules', { secondFactorRoles });
    expect((await ask('admin', 'dispatcher')).body.code).toBe('second-factor-off');
    expect((await ask('integration')).body.code).toBe('invalid-input');
    await setUp(boss);
    expect((await ask('dispatcher', 'admin')).body).toEqual({ secondFactorRoles: ['admin', 'dispatcher'] });
    const wang = cookieOf(await enter({}));
    const refused = await own(wang, 'GET', '/stations');
    expect([refused.status, refused.body.code]).toEqual([403, 'second-factor-missing']);
    expect((await own(wang, 'GET', '/me/account')).body.secondFactor).toMatchObject({ isOn: false, isRequired: true });
    const { codes } = await setUp(wang);
    expect((await own(wang, 'GET', '/stations')).status).toBe(200);
    const off = await own(wang, 'POST', '/me/second-factor/off', { code: codes[0] });
    expect(off.body.code).toBe('second-factor-required');
    // Programs have keys.
    expect((await api.ask('GET', '/stations', { key: await api.keyOf('dispatcher') })).status).toBe(200);
    expect((await own(wang, 'PUT', '/sign-in-rules', { secondFactorRoles: [] })).status).toBe(403);
    const ofOneDepot = await api.keyOf('admin', 'D1');
    const json = { secondFactorRoles: [] };
    expect((await api.ask('PUT', '/sign-in-rules', { key: ofOneDepot, json })).body.code).toBe('not-allowed');
    await ask();
    const { data } = (await api.ask('GET', '/audit?action=sign-in-rules.changed', { key: await api.keyOf('admin') }))
      .body;
    expect(data.map(({ detail }: { detail: object }) => detail)).toEqual([
      { before: { secondFactorRoles: ['admin', 'dispatcher'] }, after: { secondFactorRoles: [] } },
      { before: { secondFactorRoles: [] }, after: { secondFactorRoles: ['admin', 'dispatcher'] } },
    ]);
  });
});
