// Validates PDF files against PDF/A-1b with Debian's PDFBox Preflight. The last line
// is the totals. Exit 1 if a file fails.
import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

public class PreflightRunner {
    static ValidationResult validate(File file) throws Exception {
        PreflightParser parser = new PreflightParser(file);
        try {
            parser.parse();
            try (PreflightDocument document = parser.getPreflightDocument()) {
                document.validate();
                return document.getResult();
            }
        } catch (SyntaxValidationException e) {
            return e.getResult();
        }
    }

    public static void main(String[] paths) throws Exception {
        int bad = 0;
        for (String path : paths) {
            ValidationResult result = validate(new File(path));
            if (!result.isValid())
                bad++;
            for (ValidationResult.ValidationError error : result.getErrorsList())
                System.out.println(
                        path + ": " + error.getErrorCode() + ": " + error.getDetails());
        }
        System.out.println("Preflight: " + paths.length + " files, " + bad
                + " not valid as PDF/A-1b");
        System.exit(bad == 0 ? 0 : 1);
    }
}
