export { RecordDetails } from './record-details.tsx';
