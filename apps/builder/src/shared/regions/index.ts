export { useRegions } from './use-regions.ts';
