/** Between the instants of the wire and the clock of the workspace's time zone, in which people edit them. */

import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

/** The wall clock of the zone, as a zone-less value that a picker shows as it is. */
export function toWallClock(instant: string, timeZone: string): Dayjs | null {
  const zoned = dayjs(instant).tz(timeZone);
  return zoned.isValid() ? dayjs(zoned.format('YYYY-MM-DDTHH:mm:ss.SSS')) : null;
}

/** The instant at which the zone's clock shows this. */
export const fromWallClock = (clock: Dayjs, timeZone: string): string => dayjs.tz(clock.format('YYYY-MM-DDTHH:mm:ss.SSS'), timeZone).toDate().toISOString();

/** Today on the zone's calendar, 'YYYY-MM-DD'. */
export const todayIn = (timeZone: string): string => dayjs().tz(timeZone).format('YYYY-MM-DD');

/** The instant at which a day ('YYYY-MM-DD') begins on the zone's calendar. */
export const dayStart = (day: string, timeZone: string): string => dayjs.tz(`${day}T00:00:00`, timeZone).toDate().toISOString();
