/** Sentences by key: Chinese, then English. Names in braces are filled in. */
export type Catalogue = Readonly<Record<string, readonly [zh: string, en: string]>>;
