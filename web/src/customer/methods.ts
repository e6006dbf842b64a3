import { atDoor } from '../api/words';

/** Whether a method is taken: at a counter nothing is paid at the door. */
export function takes(method: string, door: boolean): boolean {
  return door || !atDoor.includes(method);
}

/** The method that is shown and ordered with: the one that was chosen, else the first of the customer's that this way of ordering takes. */
export function methodToPay(chosen: string | undefined, registered: string[], door: boolean): string | undefined {
  return chosen !== undefined && takes(chosen, door) ? chosen : registered.find((method) => takes(method, door));
}
