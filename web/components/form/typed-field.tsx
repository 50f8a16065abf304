import { useEffect, useState } from 'preact/hooks';
import { isSame } from './draft.js';

/** What is typed, and what it says: a value, nothing, or why it is not understood. */
export interface Typed {
  readonly value?: unknown;
  readonly fault?: string;
}

interface TypedFieldProps {
  readonly value: unknown;
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly isWrong?: boolean;
  readonly placeholder?: string;
  readonly inputMode?: 'decimal' | 'numeric' | 'text' | 'tel';
  readonly isLong?: boolean;
  readonly longest?: number;
  readonly className?: string;
  readonly isDisabled?: boolean;
  textOf(value: unknown): string;
  read(text: string): Typed;
  onTyped(value: unknown, fault?: string): void;
}

/** A field of text that stands for a value. What is typed stays as it is; what comes from elsewhere is shown. */
export function TypedField(props: TypedFieldProps) {
  const { value, textOf, read, onTyped, isWrong = false, isLong = false } = props;
  const [text, setText] = useState(() => textOf(value));
  useEffect(() => {
    const now = read(text);
    if (now.fault === undefined ? !isSame(now.value, value) : value !== undefined) setText(textOf(value));
  }, [value]);
  const shared = {
    id: props.id,
    class: props.className,
    value: text,
    disabled: props.isDisabled,
    maxLength: props.longest,
    placeholder: props.placeholder,
    'aria-label': props.label,
    'aria-describedby': props.describedBy,
    'aria-invalid': isWrong,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => {
      setText(event.currentTarget.value);
      const { value: said, fault } = read(event.currentTarget.value);
      onTyped(said, fault);
    },
  };
  if (isLong) return <textarea rows={3} {...shared} />;
  return <input type="text" inputMode={props.inputMode} autocomplete="off" {...shared} />;
}
