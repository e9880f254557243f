// The name of an achievement.

/** The code if the name is blank: a heading may not be empty. */
export const nameOf = ({ name, code }: { name: string; code: string }): string =>
  name.trim() ? name : code;
