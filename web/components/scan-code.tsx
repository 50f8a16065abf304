import { useEffect, useState } from 'preact/hooks';

/** A code that a scanner reads, drawn by bwip-js, which is loaded only where codes are shown. */
export function ScanCode({
  text,
  kind = 'qr',
  label,
}: {
  readonly text: string;
  readonly kind?: 'qr' | 'bars';
  readonly label?: string;
}) {
  const [source, setSource] = useState<string>();
  useEffect(() => {
    let current = true;
    import('./draw-code.js').then(({ drawCode }) => current && setSource(drawCode(kind, text)));
    return () => {
      current = false;
    };
  }, [text, kind]);
  return source === undefined ? (
    <span class={`code code--${kind}`} />
  ) : (
    <img class={`code code--${kind}`} src={source} alt={label ?? text} />
  );
}
