const minuteMilliseconds = 60_000;

/** The instant at which clocks of a zone show this date and time ("2024-06-14", "10:00"), as RFC 3339. */
export function zoneInstant(date: string, time: string, timeZone: string | undefined): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const shown = (instant: number) => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(instant);
    const of = (type: string) => parts.find((part) => part.type === type)?.value;
    return Date.parse(`${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:00Z`);
  };
  // Twice: the first guess may lie on the other side of a change of clocks.
  let instant = wanted;
  for (let round = 0; round < 2; round++) instant += wanted - shown(instant);
  return new Date(Math.round(instant / minuteMilliseconds) * minuteMilliseconds).toISOString();
}
