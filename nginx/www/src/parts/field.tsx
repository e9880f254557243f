// Form fields: a label, an input, a hint and an error, linked for screen readers.
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n';

interface FieldProps {
  label: string;
  hint?: JSX.Element | string | false;
  error?: string;
  isOptional?: boolean;
}

interface InputProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

function Field({
  label,
  hint,
  error,
  isOptional,
  input,
}: FieldProps & { input: (props: InputProps) => JSX.Element }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={`field${error ? ' field-wrong' : ''}`}>
      <label for={id}>
        {label}
        {isOptional && <span class="field-optional"> ({t('common.optional')})</span>}
      </label>
      {input({
        id,
        ...(described && { 'aria-describedby': described }),
        ...(error && { 'aria-invalid': 'true' as const }),
      })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type Input = FieldProps & { value: Signal<string> } & Omit<
    JSX.InputHTMLAttributes<HTMLInputElement>,
    'value' | 'label' | 'id'
  >;

export function TextField({ label, hint, error, isOptional, value, ...others }: Input) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      isOptional={isOptional}
      input={(props) => (
        <input
          {...others}
          {...props}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    />
  );
}

type Area = FieldProps & { value: Signal<string> } & Omit<
    JSX.TextareaHTMLAttributes<HTMLTextAreaElement>,
    'value' | 'label' | 'id'
  >;

export function TextArea({ label, hint, error, isOptional, value, ...others }: Area) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      isOptional={isOptional}
      input={(props) => (
        <textarea
          rows={3}
          {...others}
          {...props}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
        />
      )}
    />
  );
}

export function SelectField({
  label,
  hint,
  error,
  isOptional,
  value,
  options,
  onChange,
}: FieldProps & {
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      isOptional={isOptional}
      input={(props) => (
        <select {...props} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([key, text]) => (
            <option key={key} value={key} selected={key === value}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** For names and codes, which no keyboard is to correct. */
export const asTyped = { autocapitalize: 'none', autocomplete: 'off', spellcheck: false } as const;

/** Radio buttons in a row. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  isLabelHidden?: boolean;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class={isLabelHidden ? 'hidden' : ''}>{label}</legend>
      <div class="choice-row">
        {options.map(([key, text]) => (
          <label key={key}>
            <input
              type="radio"
              name={name}
              value={key}
              checked={key === value}
              onChange={() => onChange(key)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export const CheckField = ({ label, value }: { label: string; value: Signal<boolean> }) => (
  <label class="check">
    <input type="checkbox" checked={value.value} onChange={() => (value.value = !value.value)} />
    <span>{label}</span>
  </label>
);
