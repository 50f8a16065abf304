import type { ComponentChildren } from 'preact';
import { LanguageSwitch, Mark } from '../components/brand.js';
import { refusal } from './login-state.js';

/** The frame of everything that one sees before signing in. */
export function LoginCard({
  title,
  lead,
  children,
  onSubmit,
}: {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly onSubmit: (form: FormData) => void;
}) {
  return (
    <main class="login">
      <form
        class="login__card card"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(new FormData(event.currentTarget));
        }}
      >
        <div class="login__head">
          <Mark />
          <div>
            <h1>{title}</h1>
            {lead !== undefined && <p class="soft">{lead}</p>}
          </div>
        </div>
        {refusal.value !== '' && (
          <p class="banner banner--bad" role="alert">
            {refusal.value}
          </p>
        )}
        {children}
        <LanguageSwitch />
      </form>
    </main>
  );
}
