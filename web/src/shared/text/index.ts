import { en } from "./en";

/** Every text of the interface. A translation is another object of this shape. */
export type Texts = typeof en;
export const text: Texts = en;
