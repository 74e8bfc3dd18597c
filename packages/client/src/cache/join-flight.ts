/**
 * Joins what is under way for the Account, or begins it. It may be taken out of `flights` before
 * its end: then it goes on for those who wait, and is not current any more.
 */
export function joinFlight<T>(
  flights: Map<string, Promise<T>>,
  account: string,
  begin: (isCurrent: () => boolean) => Promise<T>,
): Promise<T> {
  const underWay = flights.get(account);
  if (underWay) return underWay;
  const isCurrent = () => flights.get(account) === flight;
  const flight: Promise<T> = begin(isCurrent).finally(() => {
    if (isCurrent()) flights.delete(account);
  });
  flights.set(account, flight);
  return flight;
}
