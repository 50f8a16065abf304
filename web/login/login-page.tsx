import '../styles/login.css';
import { addMessages } from '../i18n/language.js';
import { accountMessages } from '../i18n/messages/account/index.js';
import { mount } from '../mount.js';
import { CodeForm } from './code-form.js';
import { LinkForm } from './link-form.js';
import { linkTokenOf, withTokenInFragment } from './link-token.js';
import { asksCodeFor } from './login-state.js';
import { PasswordForm } from './password-form.js';
import { ProviderReturn } from './provider-return.js';

addMessages(accountMessages);

const token = linkTokenOf(window.location);
const moved = withTokenInFragment(window.location);
if (moved !== undefined) window.history.replaceState(null, '', moved);
// A link that is opened where this page stands already changes the fragment only.
window.addEventListener('hashchange', () => window.location.reload());

function LoginPage() {
  if (asksCodeFor.value !== undefined) return <CodeForm />;
  if (window.location.pathname === '/login/provider') return <ProviderReturn />;
  return token === null ? <PasswordForm /> : <LinkForm token={token} />;
}

mount('login.title', LoginPage);
