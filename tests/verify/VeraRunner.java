// VeraRunner 2a|3a FILE…: validates PDF files against PDF/A-2a or 3a and PDF/UA-1 with
// veraPDF. One line a failed rule and file; the last line is the totals. Exit 1 if any
// rule failed.
import java.io.FileInputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraRunner {
    static int validate(String path, PDFAFlavour flavour) throws Exception {
        try (FileInputStream in = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> failed = new TreeMap<>();
            for (TestAssertion a : result.getTestAssertions())
                if (a.getStatus() == TestAssertion.Status.FAILED)
                    failed.putIfAbsent(
                            a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber(),
                            a.getMessage() + " at " + a.getLocation().getContext());
            for (Map.Entry<String, String> rule : failed.entrySet())
                System.out.println(
                        path + ": " + flavour.getId() + " " + rule.getKey() + ": "
                                + rule.getValue());
            if (!result.isCompliant() && failed.isEmpty())
                System.out.println(path + ": " + flavour.getId() + ": not compliant");
            return result.isCompliant() ? 0 : Math.max(1, failed.size());
        }
    }

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean third = arguments[0].equals("3a");
        String[] paths = Arrays.copyOfRange(arguments, 1, arguments.length);
        PDFAFlavour[] flavours = {
            third ? PDFAFlavour.PDFA_3_A : PDFAFlavour.PDFA_2_A, PDFAFlavour.PDFUA_1
        };
        int failures = 0;
        for (String path : paths)
            for (PDFAFlavour flavour : flavours)
                failures += validate(path, flavour);
        System.out.println(
                "veraPDF: " + paths.length + " files, " + failures
                        + " failed rules of PDF/A-" + arguments[0] + " and PDF/UA-1");
        System.exit(failures == 0 ? 0 : 1);
    }
}
