// The keys of what a model says of whole cases: rules, deviations, outcomes.

#include "lang/common_keys.hpp"
#include "lang/keys.hpp"

#include <array>

namespace itsmflow::lang {
namespace {

constexpr std::array kRuleKeys{
    Key{"four_eyes", Shape::list, kMay, kBuilt, "whoever did one does none of the others", "[ONE, OTHER]"},
    Key{"same_person", Shape::list, kMay, kBuilt, "one person does them all", "[ONE, OTHER]"},
    Key{"existence", Shape::words, kMay, kBuilt, "done once, or `times` times, or more often", "ACTIVITY", {}, Shape::words},
    Key{"absence", Shape::words, kMay, kBuilt, "never done, or less than `times` times", "ACTIVITY", {}, Shape::words},
    Key{"exactly", Shape::words, kMay, kBuilt, "done exactly once, or `times` times", "ACTIVITY", {}, Shape::words},
    Key{"init", Shape::words, kMay, kBuilt, "done first", "ACTIVITY", {}, Shape::words},
    Key{"last", Shape::words, kMay, kBuilt, "done last", "ACTIVITY", {}, Shape::words},
    Key{"choice", Shape::list, kMay, kBuilt, "at least one of them is done", "[ONE, OTHER]", {}, Shape::words},
    Key{"exclusive_choice",
        Shape::list,
        kMay,
        kBuilt,
        "one of them is done, and none of the others",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"responded_existence",
        Shape::list,
        kMay,
        kBuilt,
        "where the first is done, the second is done too",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"coexistence", Shape::list, kMay, kBuilt, "both are done, or neither", "[ONE, OTHER]", {}, Shape::words},
    Key{"not_coexistence", Shape::list, kMay, kBuilt, "never both are done", "[ONE, OTHER]", {}, Shape::words},
    Key{"response", Shape::list, kMay, kBuilt, "after the first comes the second", "[ONE, OTHER]", {}, Shape::words},
    Key{"precedence", Shape::list, kMay, kBuilt, "before the second comes the first", "[ONE, OTHER]", {}, Shape::words},
    Key{"succession", Shape::list, kMay, kBuilt, "response and precedence", "[ONE, OTHER]", {}, Shape::words},
    Key{"not_succession", Shape::list, kMay, kBuilt, "after the first the second is never done", "[ONE, OTHER]", {}, Shape::words},
    Key{"alternate_response",
        Shape::list,
        kMay,
        kBuilt,
        "response, before the first comes again",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"alternate_precedence", Shape::list, kMay, kBuilt, "precedence, anew for each second", "[ONE, OTHER]", {}, Shape::words},
    Key{"alternate_succession",
        Shape::list,
        kMay,
        kBuilt,
        "both of these: they are done in turn",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"chain_response", Shape::list, kMay, kBuilt, "directly after the first comes the second", "[ONE, OTHER]", {}, Shape::words},
    Key{"chain_precedence",
        Shape::list,
        kMay,
        kBuilt,
        "directly before the second comes the first",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"chain_succession",
        Shape::list,
        kMay,
        kBuilt,
        "both of these: they are done only together",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"not_chain_succession",
        Shape::list,
        kMay,
        kBuilt,
        "the second never comes directly after the first",
        "[ONE, OTHER]",
        {},
        Shape::words},
    Key{"times", Shape::number, kMay, kBuilt, "how often, of existence, absence and exactly", "2"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kDeviationsKeys{
    Key{"motives", Shape::mapping, kMay, kBuilt, "the reasons that people may give", "{MOTIVE: {class: cannot}}", "motive"},
    Key{"allow", Shape::list, kMay, kBuilt, "what is permitted, line by line", "[{what: KIND, activities: [ACTIVITY]}]", "line"},
    Key{"never", Shape::words, kMay, kBuilt, "activities on which nothing is permitted", "[ACTIVITY]"},
    Key{"at_most", Shape::number, kMay, kBuilt, "how many deviations a case may have", "3"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kMotiveKeys{
    Key{"class", Shape::word, kMust, kBuilt, "what kind of reason it is: `cannot`, `will_not` or `better_way`", "cannot"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kAllowanceKeys{
    Key{"what", Shape::word, kMust, kBuilt, "the kind of deviation", "skip"},
    Key{"activities", Shape::words, kMay, kBuilt, "on which; without the key on all on which it can be", "[ACTIVITY]"},
    Key{"by", Shape::words, kMay, kBuilt, "the role that may, or several; without the key those of the activity", "ROLE"},
    Key{"motives", Shape::words, kMay, kBuilt, "for which; without the key for all", "[MOTIVE]"},
    Key{"at_most", Shape::number, kMay, kBuilt, "how often in a case", "1"},
    Key{"confirm", Shape::mapping, kMay, kBuilt, "by whom it must be confirmed afterwards", "{by: ROLE}", "confirm"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kConfirmationKeys{
    Key{"by", Shape::words, kMust, kBuilt, "the role that confirms it, or several of which any may", "ROLE"},
    Key{"within", Shape::scalar, kMay, kBuilt, "how long it may take", "1 day"},
    Key{"late", Shape::word, kMay, kBuilt, "what follows when it took longer: `note`, or `stop`, no more deviations", "stop"},
    Key{"disapproved", Shape::word, kMay, kBuilt, "what follows when it was disapproved: `note` or `stop`", "stop"},
};

constexpr std::array kOutcomesKeys{
    Key{"by", Shape::words, kMay, kBuilt, "the role that may give and correct it; without the key those of the start", "ROLE"},
    Key{"of", Shape::named, kMust, kBuilt, "what a case can come to, in the order in which it is tried", "[success: GUARD]",
        "outcome"},
    kTitle,
    kWhy,
    kDoc,
};

constexpr std::array kOutcomeKeys{
    Key{"when", Shape::guard, kMay, kBuilt, "what must hold; without the key only a person says so", "OBJECT.state == 'STATE'"},
    Key{"counts_as", Shape::word, kMay, kBuilt, "`success`, `failure` or `neither`", "success"},
    kTitle,
    kWhy,
    kDoc,
};

}  // namespace

const Construct kRule{"rule", kRuleKeys, "{four_eyes: [ONE, OTHER]}"};

const Construct kDeviations{"deviations", kDeviationsKeys, "{motives: {MOTIVE: {class: cannot}}, allow: [{what: KIND}]}"};
const Construct kMotive{"motive", kMotiveKeys, "{class: cannot}", Ids::motive};
const Construct kAllowance{"line", kAllowanceKeys, "{what: KIND, activities: [ACTIVITY]}"};
const Construct kConfirmation{"confirm", kConfirmationKeys, "{by: ROLE}"};

const Construct kOutcomes{"outcomes", kOutcomesKeys, "{by: ROLE, of: [success: GUARD]}", Ids::none, "of"};
const Construct kOutcome{"outcome", kOutcomeKeys, "{when: GUARD}", Ids::outcome, "when"};

}  // namespace itsmflow::lang
