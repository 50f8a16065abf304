import type { ComponentChildren } from 'preact';
import { hrefOf, openSection } from '../address.js';

/** A link to a section, or to something within it, that does not load the page again. */
export function SectionLink({
  to,
  class: className,
  children,
}: {
  readonly to: readonly string[];
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <a
      class={className}
      href={hrefOf(...to)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        openSection(...to);
      }}
    >
      {children}
    </a>
  );
}
