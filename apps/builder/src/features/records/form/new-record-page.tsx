export function NewRecordPage() { return null; }
