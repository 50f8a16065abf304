import type { Seeded } from '../seeded.js';

/** A name as it stands on the sign, and its English form. */
export interface PlaceName {
  readonly name: string;
  readonly nameEn: string;
}

/** Characters of street names with their sound: what comes first, and what may follow it. */
const firsts =
  '云yun 松song 柏bai 梅mei 兰lan 竹zhu 荷he 桂gui 枫feng 柳liu 桃tao 杏xing 槐huai 榆yu 桐tong 樟zhang 棠tang 莲lian 茶cha 溪xi 泉quan 星xing 晨chen 霞xia 虹hong 雪xue 春chun 秋qiu 明ming 永yong 安an 康kang 福fu 祥xiang 瑞rui 丰feng 泰tai 昌chang 盛sheng 兴xing 隆long 文wen 学xue 书shu 礼li 仁ren 信xin 德de 金jin 银yin 玉yu 翠cui 青qing 紫zi 碧bi 白bai 凤feng 龙long 鹤he 燕yan 鹭lu 雁yan 清qing 澄cheng 朝chao 景jing 锦jin 华hua 新xin 建jian 迎ying 望wang 栖qi 临lin 听ting 观guan 长chang 高gao 同tong 百bai 南nan 东dong 西xi 北bei 广guang 远yuan 智zhi 创chuang 科ke 江jiang';
const seconds =
  '杉shan 林lin 园yuan 湖hu 河he 江jiang 山shan 岭ling 石shi 岩yan 月yue 阳yang 光guang 和he 平ping 宁ning 乐le 庆qing 华hua 达da 通tong 德de 义yi 善shan 贤xian 才cai 苑yuan 亭ting 台tai 桥qiao 港gang 洲zhou 滩tan 塘tang 浦pu 湾wan 屏ping 峰feng 谷gu 坡po 城cheng 门men 塔ta 寺si 坊fang 井jing 仓cang 市shi 田tian 麦mai 稻dao 禾he 舟zhou 帆fan 雁yan 鹭lu 风feng 露lu 雨yu 香xiang 霖lin 源yuan 茂mao 盛sheng 丰feng 康kang 祥xiang 吉ji 裕yu 富fu 业ye 创chuang 景jing 秀xiu 翠cui 云yun 水shui 川chuan 沙sha';

interface Sound {
  readonly text: string;
  readonly sound: string;
}

const soundsOf = (list: string): Sound[] =>
  list.split(' ').map((entry) => ({ text: entry.slice(0, 1), sound: entry.slice(1) }));

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Endings by rank of the street. */
const endings = {
  avenue: { text: '大道', en: 'Avenue' },
  road: { text: '路', en: 'Road' },
  street: { text: '街', en: 'Street' },
  lane: { text: '巷', en: 'Lane' },
} as const;
export type StreetRank = keyof typeof endings;

/** Makes plausible names of streets and estates, none twice. */
export class NameMaker {
  private readonly stems: { text: string; en: string }[];
  private at = 0;
  private readonly uses = new Map<string, number>();

  constructor(private readonly random: Seeded) {
    const pairs: { text: string; en: string }[] = [];
    for (const first of soundsOf(firsts)) {
      for (const second of soundsOf(seconds)) {
        if (first.text !== second.text && first.sound !== second.sound) {
          pairs.push({ text: first.text + second.text, en: capital(first.sound + second.sound) });
        }
      }
    }
    this.stems = this.random.shuffled(pairs);
  }

  street(rank: StreetRank): PlaceName {
    const stem = this.stem();
    return { name: stem.text + endings[rank].text, nameEn: `${stem.en} ${endings[rank].en}` };
  }

  /** A name without an ending, e.g. for a bridge. After all pairs are used, numbered parts follow: 云山一, 云山二, … */
  stem(): { text: string; en: string } {
    const stem = this.stems[this.at % this.stems.length];
    const round = Math.floor(this.at / this.stems.length);
    this.at++;
    if (round === 0) return stem;
    const numbers = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    const spoken = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th', '8th', '9th', '10th'];
    const which = Math.min(round, numbers.length) - 1;
    return { text: stem.text + numbers[which], en: `${stem.en} ${spoken[which]}` };
  }

  /** The name of a residential compound: 翠湖花园, 锦绣家园 …; repeated stems get a phase: 二期. */
  estate(): PlaceName {
    const stem = this.stems[this.random.below(this.stems.length)];
    const [text, en] = this.random.pick([
      ['花园', 'Garden'],
      ['家园', 'Homes'],
      ['小区', 'Estate'],
      ['新村', 'New Village'],
      ['公寓', 'Apartments'],
      ['苑', 'Court'],
      ['里', 'Li'],
      ['名邸', 'Mansion'],
    ] as const);
    const name = stem.text + text;
    const uses = (this.uses.get(name) ?? 0) + 1;
    this.uses.set(name, uses);
    if (uses === 1) return { name, nameEn: `${stem.en} ${en}` };
    return { name: `${name}${uses}期`, nameEn: `${stem.en} ${en} Phase ${uses}` };
  }
}
