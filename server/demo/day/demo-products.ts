/** A temperature zone that goods need. */
export type GoodsZone = 'frozen' | 'chilled' | 'fresh' | 'ambient';

/** A product as it is sold: one sales unit. */
export interface DemoSku {
  readonly skuId: string;
  readonly name: string;
  readonly nameEn: string;
  readonly category: string;
  readonly zone: GoodsZone;
  readonly grams: number;
  readonly milliliters: number;
  readonly fragile: boolean;
  readonly active: boolean;
  /** How often it is bought, against the others of its zone. */
  readonly popularity: number;
}

/*
 * One product a row: name, English name, popularity, then two packs as label:grams:milliliters. A star marks fragile
 * goods. Weights and volumes are those of common packs, packaging included.
 */
const shelves: [category: string, zone: GoodsZone, rows: string][] = [
  [
    'leaf vegetables',
    'fresh',
    `上海青|Shanghai bok choy|9|300g:310:1500|500g:515:2400
菠菜|Spinach|7|300g:310:1700|500g:515:2700
生菜|Lettuce|7|250g:260:1900|500g:515:3600
娃娃菜|Baby Chinese cabbage|6|2棵:620:2100|3棵:910:3000
大白菜|Chinese cabbage|6|1棵:1600:4200|2棵:3200:8200
空心菜|Water spinach|5|400g:410:2300|800g:815:4400
香菜小葱组合|Coriander and spring onion|6|100g:110:600|200g:215:1100`,
  ],
  [
    'root and fruit vegetables',
    'fresh',
    `土豆|Potatoes|8|1kg:1020:1700|2.5kg:2540:4100
胡萝卜|Carrots|6|500g:515:1000|1kg:1020:1900
西红柿|Tomatoes|9|500g:520:1100|1kg:1030:2100
黄瓜|Cucumbers|8|500g:515:1200|1kg:1020:2300
茄子|Aubergines|5|500g:515:1500|1kg:1020:2900
青椒|Green peppers|6|300g:310:1200|600g:615:2300
洋葱|Onions|5|500g:515:950|1.5kg:1530:2700
莲藕|Lotus root|4|600g:620:1300|1.2kg:1230:2500
山药|Chinese yam|4|500g:520:1300|1kg:1030:2500`,
  ],
  [
    'fruit',
    'fresh',
    `红富士苹果|Fuji apples|9|1kg:1040:2200|2.5kg:2600:5300
香蕉|Bananas|9|800g:820:2200|1.5kg:1530:4000
砂糖橘|Sugar mandarins|8|1kg:1030:2100|2.5kg:2560:5000
雪梨|Snow pears|6|1kg:1040:2200|2kg:2070:4200
巨峰葡萄*|Kyoho grapes|6|500g:530:1500|1kg:1050:2800
红心火龙果|Red dragon fruit|5|2个:820:1700|4个:1630:3300
沃柑|Orah mandarins|6|1kg:1030:2100|2kg:2050:4100
麒麟瓜|Kylin watermelon|5|1个:3200:4600|2个:6400:9100`,
  ],
  [
    'milk and dairy',
    'chilled',
    `鲜牛奶|Fresh milk|9|450ml:480:650|950ml:1000:1300
原味酸奶|Plain yoghurt|8|4杯:430:700|8杯:860:1350
风味发酵乳|Flavoured yoghurt drink|6|6瓶:650:950|12瓶:1300:1850
巴氏鲜羊奶|Pasteurised goat milk|2|200ml:220:330|3瓶:660:980
儿童奶酪棒|Cheese sticks|5|5支:110:300|20支:420:1050
黄油|Butter|2|200g:210:260|454g:470:540`,
  ],
  [
    'tofu and soy',
    'chilled',
    `北豆腐|Firm tofu|8|400g:430:520|800g:850:1000
嫩豆腐|Soft tofu|7|350g:380:450|3盒:1140:1350
豆腐干|Dried tofu|5|200g:210:330|500g:515:780
千张|Tofu sheets|4|250g:260:400|500g:515:780
冷藏豆浆|Chilled soy milk|5|300ml:330:420|1L:1040:1300`,
  ],
  [
    'eggs',
    'chilled',
    `鲜鸡蛋*|Fresh eggs|9|10枚:620:1600|30枚:1820:4600
乌鸡蛋*|Silkie eggs|3|10枚:520:1500|20枚:1030:2900
咸鸭蛋*|Salted duck eggs|4|6枚:440:1000|12枚:870:1900`,
  ],
  [
    'fresh meat',
    'chilled',
    `冷鲜猪五花|Pork belly|8|400g:430:700|1kg:1050:1500
猪前腿肉|Pork shoulder|7|500g:530:800|1kg:1050:1500
猪小排|Pork ribs|7|500g:530:950|1kg:1050:1800
冷鲜牛腩|Beef brisket|5|500g:530:800|1kg:1050:1500
三黄鸡|Yellow chicken|6|1只:1150:2100|2只:2300:4100
鸡胸肉|Chicken breast|6|500g:530:800|1kg:1050:1500
鸭腿|Duck legs|4|2只:480:800|4只:950:1500`,
  ],
  [
    'chilled ready food',
    'chilled',
    `手工鲜面条|Fresh noodles|5|400g:410:750|800g:820:1450
卤牛肉|Braised beef|4|200g:220:350|500g:530:800
凉拌海带丝|Seaweed salad|4|250g:270:400|500g:530:760
低温火腿肠|Chilled ham sausage|5|300g:310:450|600g:620:880`,
  ],
  [
    'frozen dumplings and buns',
    'frozen',
    `猪肉白菜水饺|Pork and cabbage dumplings|9|500g:520:1200|1kg:1040:2300
三鲜馄饨|Three-delicacy wontons|7|300g:320:900|600g:640:1750
速冻汤圆|Sweet rice balls|6|450g:470:900|900g:930:1700
手抓饼|Frozen scallion pancakes|8|5片:470:900|10片:930:1700
奶黄包|Custard buns|6|6个:250:900|12个:490:1700`,
  ],
  [
    'frozen meat and fish',
    'frozen',
    `冷冻鸡翅中|Frozen chicken wings|7|500g:530:1000|1kg:1050:1900
肥牛卷|Beef rolls|7|250g:270:700|500g:530:1300
冷冻虾仁|Frozen shrimps|6|250g:270:500|500g:530:950
鳕鱼块|Cod pieces|4|300g:320:600|600g:640:1150
火锅丸子拼盘|Hot-pot balls|6|400g:420:900|800g:840:1700`,
  ],
  [
    'ice cream',
    'frozen',
    `绿豆冰棍|Mung bean ice lollies|5|5支:390:900|10支:770:1700
香草冰淇淋|Vanilla ice cream|5|90g:100:180|1L:560:1150`,
  ],
  [
    'rice and flour',
    'ambient',
    `东北珍珠米|North-east pearl rice|9|2.5kg:2540:3300|5kg:5060:6400
小麦粉|Wheat flour|6|1kg:1020:1700|2.5kg:2540:4100
挂面|Dried noodles|7|500g:510:800|1kg:1020:1500
小米|Millet|5|500g:510:650|1kg:1020:1250
燕麦片|Oat flakes|4|400g:420:1400|1kg:1030:3200
方便面|Instant noodles|6|5包:560:3200|12桶:1500:13500`,
  ],
  [
    'oil and sauces',
    'ambient',
    `压榨花生油*|Peanut oil|6|900ml:880:1250|4L:3850:5200
菜籽油|Rapeseed oil|6|1.8L:1750:2500|5L:4700:6400
酿造酱油*|Soy sauce|7|500ml:760:850|1.9L:2250:2500
陈醋*|Mature vinegar|5|420ml:680:760|800ml:1150:1300
豆瓣酱*|Chilli bean paste|5|300g:450:420|500g:730:650
食用盐|Salt|5|400g:405:380|5袋:2020:1850`,
  ],
  [
    'drinks',
    'ambient',
    `饮用天然水|Natural water|9|12瓶:6700:8200|24瓶:13300:16200
常温纯牛奶|UHT milk|9|250ml*12:3250:4200|250ml*24:6450:8300
绿茶饮料|Green tea drink|5|6瓶:3150:4200|15瓶:7800:10200
橙汁*|Orange juice|5|1L:1080:1250|4瓶:4300:4900
精酿啤酒*|Craft beer|4|6罐:2150:2700|12罐:4250:5300`,
  ],
  [
    'snacks',
    'ambient',
    `原味瓜子|Sunflower seeds|6|260g:270:900|500g:515:1650
苏打饼干|Soda crackers|5|300g:320:1500|600g:640:2900
混合坚果|Mixed nuts|5|175g:190:500|750g:790:2000
薯片|Potato crisps|6|104g:120:1500|3罐:420:4200
牛肉干|Beef jerky|3|100g:110:300|250g:265:650`,
  ],
  [
    'household',
    'ambient',
    `抽纸|Facial tissues|9|6包:1050:9000|24包:4100:34000
卷纸|Toilet rolls|8|10卷:1400:13000|27卷:3700:34000
洗衣液|Laundry liquid|6|1kg:1080:1300|3kg:3180:3700
洗洁精|Washing-up liquid|5|500g:560:700|1.5kg:1600:1900
垃圾袋|Rubbish bags|5|100只:420:600|300只:1250:1700
洗手液|Hand soap|4|300ml:350:550|3瓶:1030:1600`,
  ],
  [
    'canned and dried',
    'ambient',
    `黑木耳干|Dried wood ear|4|100g:110:700|250g:265:1600
香菇干|Dried shiitake|4|100g:110:900|250g:265:2100
红枣|Red dates|5|500g:515:1300|1kg:1030:2500
午餐肉罐头|Luncheon meat|4|198g:250:260|340g*3:1260:1300
八宝粥|Eight-treasure porridge|5|6罐:2300:2700|12罐:4550:5300`,
  ],
];

/** The demo's assortment: every product in two packs. Two rare packs are not sold at present. */
export function demoSkus(): DemoSku[] {
  const skus: DemoSku[] = [];
  let number = 0;
  for (const [category, zone, rows] of shelves) {
    for (const row of rows.split('\n')) {
      const [title, nameEn, popularity, ...packs] = row.split('|');
      number++;
      packs.forEach((pack, at) => {
        const [label, grams, milliliters] = pack.split(':');
        skus.push({
          skuId: `SKU${String(number * 10 + at + 1).padStart(4, '0')}`,
          name: `${title.replace('*', '')} ${label}`,
          nameEn: `${nameEn} ${englishLabel(label)}`,
          category,
          zone,
          grams: Number(grams),
          milliliters: Number(milliliters),
          fragile: title.endsWith('*'),
          active: !(at === 1 && (title === '巴氏鲜羊奶' || title === '黄油')),
          // The larger pack sells less.
          popularity: Number(popularity) * (at === 0 ? 1 : 0.45),
        });
      });
    }
  }
  return skus;
}

/** "6瓶" becomes "x 6"; weights and volumes stay. */
function englishLabel(label: string): string {
  const count = /^(\d+)[枚棵个杯瓶支盒只片包桶罐袋卷]$/.exec(label);
  return count === null ? label : `x ${count[1]}`;
}
