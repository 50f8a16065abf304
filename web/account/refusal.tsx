/** Why something was not done; nothing where it was. */
export function Refusal({ text }: { readonly text: string }) {
  if (text === '') return null;
  return (
    <p class="banner banner--bad" role="alert">
      {text}
    </p>
  );
}
