import type { Words } from './words.js';

/** What is wrong with the value of one cell or field. `{name}` is what the file, or the API, calls it. */
export const valueWords = {
  missing: { zh: '“{name}”是空的，请补上。', en: '{name} is empty. Fill it in.' },
  'too-long': { zh: '“{name}”超过 {most} 个字符。', en: '{name} has more than {most} characters.' },
  'too-long/words': {
    zh: '“{name}”最多 {most} 个词，每个最多 {longest} 个字符，用 | 隔开。',
    en: '{name} takes at most {most} words of {longest} characters, with | between.',
  },
  'control-characters': {
    zh: '“{name}”含有不能打印的字符，请删去。',
    en: '{name} holds characters that cannot be printed. Remove them.',
  },
  'dots-alone': {
    zh: '“{name}”只有点号，网址无法指向它。请改用字母或数字。',
    en: '{name} has nothing but dots, which no address can name. Use letters or digits.',
  },
  'half-a-character': {
    zh: '“{name}”里有半个字符（例如被截断的表情）。请删去或重新填写。',
    en: '{name} holds half a character, e.g. of an emoji that was cut in two. Remove it or write it again.',
  },
  cut: {
    zh: '“{name}”有 {length} 个字符，已截到 {most} 个。',
    en: '{name} has {length} characters and was cut to {most}.',
  },
  'unknown-word': { zh: '“{name}”只能是：{words}。', en: '{name} must be one of {words}.' },
  'not-a-decimal': {
    zh: '“{name}”应为 0 到 {most} 的数，最多三位小数。',
    en: '{name} must be a number from 0 to {most} with at most three decimals.',
  },
  'not-a-decimal/comma': {
    zh: '“{name}”的小数请用点，不用逗号：{point}（0 到 {most}，最多三位小数）。',
    en: '{name} needs a point, not a comma, before its decimals: {point} (0 to {most}, at most three decimals).',
  },
  'not-a-decimal/above-0': { zh: '“{name}”必须大于 0。', en: '{name} must be above 0.' },
  'not-a-decimal/tote': {
    zh: '“{name}”应写成“升/公斤”，例如 12/1.8。',
    en: '{name} must be liters and kilograms such as 12/1.8.',
  },
  'not-a-decimal/room': {
    zh: '“{name}”应写成“升/箱数”，例如 300/12。',
    en: '{name} must be liters and totes such as 300/12.',
  },
  'not-a-count': {
    zh: '“{name}”应为 {least} 到 {most} 的整数。',
    en: '{name} must be a whole number from {least} to {most}.',
  },
  'not-degrees': {
    zh: '“{name}”应为 -{most} 到 {most} 的度数（WGS-84）。',
    en: '{name} must be degrees from -{most} to {most} (WGS-84).',
  },
  'not-degrees/comma': {
    zh: '“{name}”应为 -{most} 到 {most} 的度数（WGS-84），小数用点：{point}。',
    en: '{name} must be degrees from -{most} to {most} (WGS-84), with a point: {point}.',
  },
  'not-weekdays': {
    zh: '“{name}”应为 1（周一）到 7（周日），多个用 | 隔开，例如 1-5。',
    en: '{name} must be days of the week from 1 (Monday) to 7 with | between, such as 1-5.',
  },
  'not-a-time': { zh: '“{name}”应为钟点，例如 07:30。', en: '{name} must be a time of day such as 07:30.' },
  'not-money': { zh: '“{name}”应为金额，例如 320 或 2.6。', en: '{name} must be an amount such as 320 or 2.6.' },
  'not-money/comma': {
    zh: '“{name}”的小数请用点，不用逗号：{point}。',
    en: '{name} needs a point, not a comma, before its decimals: {point}.',
  },
  'not-by-zone': {
    zh: '“{name}”应写成“温区:数值”，多个用 | 隔开，每个温区一次，数值例如 {example}。',
    en: '{name} takes one entry a zone, "zone:value" with | between, the value {form}.',
  },
  'not-by-tier': {
    zh: '“{name}”应写成“等级:数值”，多个用 | 隔开，每个等级一次，数值例如 {example}。',
    en: '{name} takes one entry a tier, "tier:value" with | between, the value {form}.',
  },
  'not-by-tier/signs': {
    zh: '“{name}”的等级里不能有“:”和“|”。',
    en: '{name} takes tiers without ":" and "|" in them.',
  },
  'not-by-size': {
    zh: '“{name}”应写成“大小:数值”，多个用 | 隔开，每种大小一次，数值例如 {example}。',
    en: '{name} takes one entry a size, "size:value" with | between, the value {form}.',
  },
  'not-by-size/signs': {
    zh: '“{name}”的大小最多 10 个字符，不能有“:”和“|”。',
    en: '{name} takes sizes of up to 10 characters without ":" and "|" in them.',
  },
  'not-a-pair': {
    zh: '“{name}”应写成“温区+温区”，两个不同的温区，多组用 | 隔开。',
    en: '{name} takes pairs of different zones, "zone+zone" with | between.',
  },
  'unknown-zone': { zh: '没有温区 {zones}。', en: 'There is no temperature zone {zones}.' },
  'unknown-zone/use': {
    zh: '没有温区 {zones}。可用：{known}。',
    en: 'There is no temperature zone {zones}. Use {known}.',
  },
  'not-a-zone-id': {
    zh: '温区编号用小写字母，前后不留空格，不含 | : + / 和逗号。',
    en: 'A zone goes by an id in small letters, without blanks around and without | : + / and commas.',
  },
  'incomplete-rule': {
    zh: '“{one}”和“{other}”是一起的：都填，或都不填。',
    en: '{one} and {other} belong together: fill in both, or neither.',
  },
  'incomplete-rule/body': {
    zh: '每档说的是货箱的隔板在哪里：请填“{name}”，或都不填。',
    en: 'A step says where the partitions of a body stand: fill in {name}, or neither.',
  },
  'too-large/step': { zh: '“{name}”不能大于货箱。', en: '{name} must not be larger than the body.' },
  'not-ordered': {
    zh: '结束不能早于开始，也不能晚一天以上。',
    en: 'The end must not lie before the beginning, nor a day or more after it.',
  },
  'not-ordered/celsius': { zh: '“{name}”不能高于“{other}”。', en: '{name} must not be above {other}.' },
  'outside-windows': { zh: '“{name}”须在收货时间内。', en: '{name} must lie within the receiving windows.' },
  'outside-windows/order': { zh: '“{name}”不能晚于“{other}”。', en: '{name} must not lie after {other}.' },
  'outside-shift': {
    zh: '班次内排不下这段休息，请改其中之一。',
    en: 'The break cannot be taken within the shift. Change one of them.',
  },
  'zero-speed': { zh: '“{name}”必须大于 0。', en: '{name} must be above 0.' },
  'no-position': {
    zh: '位置 0, 0 在海里，请填自提点的位置。',
    en: 'The position 0, 0 lies in the sea. Enter the place of the station.',
  },
  'no-position/depots': {
    zh: '有 {count} 个仓库的位置是 0, 0，那是海里：{ids}。请填仓库的位置。',
    en: 'Depots at 0, 0, which lies in the sea: {count} ({ids}). Enter their places.',
  },
} as const satisfies Words;
