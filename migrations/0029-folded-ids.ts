import type { Migration } from './index.js';

/** Letters beyond A to Z that have a capital of their own, and those capitals. */
const letters =
  'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷź' +
  'żžͱͳͷͻͼͽάέήίαβγδεζηθικλμνξοπρστυφχψωϊϋόύώϗϙϛϝϟϡϣϥϧϩϫϭϯϲϳϸϻабвгдежзийклмнопрстуфхцчшщъыьэюя' +
  'ѐёђѓєѕіїјљњћќѝўџѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӂӄӆӈӊӌӎӏӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻ' +
  'ӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯ';
const capitals =
  'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŸĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŹ' +
  'ŻŽͰͲͶϽϾϿΆΈΉΊΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫΌΎΏϏϘϚϜϞϠϢϤϦϨϪϬϮϹͿϷϺАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ' +
  'ЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӁӃӅӇӉӋӍӀӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺ' +
  'ӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮ';

/**
 * Ids of orders, stations and products are compared in capitals, letter by letter, as the program does it (`foldId`): what
 * `upper` makes of them depends on the database's locale.
 */
export const foldedIds: Migration = {
  name: '0029-folded-ids',
  statements: [
    // Nearly all ids are ASCII, and are done by the quick way.
    `create function folded_id(text) returns text language sql immutable strict parallel safe as $$
       select case when octet_length($1) = length($1) then upper($1 collate "C")
         else translate(upper($1 collate "C"), '${letters}', '${capitals}') end $$`,
    'drop index orders_one_order_id',
    'create unique index orders_one_order_id on orders (folded_id(order_id))',
    'drop index skus_one_sku_id',
    'create unique index skus_one_sku_id on skus (folded_id(sku_id))',
    'drop index stations_one_station_id',
    'create unique index stations_one_station_id on stations (folded_id(station_id))',
    'drop index removed_things_by_id',
    'create index removed_things_by_id on removed_things (kind, folded_id(id), removed_at)',
  ],
};
