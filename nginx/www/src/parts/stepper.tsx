// Two arrows around a text, to the previous and to the next one.
import type { ComponentChildren } from 'preact';
import { IconButton } from './icon';

interface Step {
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

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
    <IconButton name="previous" {...previous} />
    <strong aria-live="polite">{children}</strong>
    <IconButton name="next" {...next} />
  </div>
);
