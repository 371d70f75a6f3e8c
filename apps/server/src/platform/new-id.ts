import { v7 } from 'uuid';

/** Ids grow with time, so that indexes over them stay dense and lists by id are lists by age. */
export const newId = (): string => v7();
