/** The style sheets of bpmn-js and ours on top. Imported by the lazily loaded modules that draw diagrams. */

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import './bpmn-look.css';
