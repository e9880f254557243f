// How an achievement is called.

/** A name of nothing but spaces is possible, and a heading of nothing is not. */
export const nameOf = ({ name, code }: { name: string; code: string }): string =>
  name.trim() ? name : code;
