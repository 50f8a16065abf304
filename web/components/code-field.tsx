/** The code of an authenticator app, or a recovery code: digits come first, letters are possible. */
export function CodeField({ name = 'code', label }: { readonly name?: string; readonly label: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        name={name}
        class="code"
        autocomplete="one-time-code"
        inputMode="text"
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        maxLength={20}
        required
      />
    </label>
  );
}
