// Two arrows around a text, to the previous and to the next one.
import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

interface Step {
  label: string;
  isDisabled?: boolean;
  onClick: () => void;
}

const Arrow = ({ name, step }: { name: 'previous' | 'next'; step: Step }) => (
  <button
    type="button"
    class="icon-button"
    aria-label={step.label}
    disabled={step.isDisabled}
    onClick={step.onClick}
  >
    <Icon name={name} />
  </button>
);

export const Stepper = ({
  previous,
  next,
  children,
}: {
  previous: Step;
  next: Step;
  children: ComponentChildren;
}) => (
  <div class="stepper">
    <Arrow name="previous" step={previous} />
    <strong aria-live="polite">{children}</strong>
    <Arrow name="next" step={next} />
  </div>
);
