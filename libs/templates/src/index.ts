export { loadTemplatePackage, type TemplatePackage, type TemplateProcess } from './template-package.ts';
export { parseSampleTable, sampleDate, type SampleRow, type SampleTable } from './sample-table.ts';
export { TemplateInvalid, TemplateTooNew } from './template-errors.ts';
