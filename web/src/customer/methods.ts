import { atDoor } from '../api/words';

/** The method that is shown and ordered with: the one that was chosen, else the first that this way of ordering takes. At a counter nothing is paid at the door. */
export function methodToPay(chosen: string | undefined, registered: string[], door: boolean): string | undefined {
  const takes = (method: string) => door || !atDoor.includes(method);
  return chosen !== undefined && takes(chosen) ? chosen : registered.find(takes);
}
