/** Icons of what comes when it is asked for: the composer, pictures, files. */
export {
  ChevronUp,
  ArrowDown,
  AtSign,
  Bold,
  Camera,
  ChevronLeft,
  ChevronRight,
  Code,
  Download,
  File as FileIcon,
  Italic,
  List,
  ListOrdered,
  Paperclip,
  Smile,
  TextQuote,
} from 'lucide';
