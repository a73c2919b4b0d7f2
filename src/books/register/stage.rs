//! What is to be done in each stage of a student's time with the school (docs/requirements.md L1 to L7).

use super::Stage;

impl Stage {
    /// Every stage, in the order in which a student goes through them.
    pub const ALL: [Stage; 6] = [
        Stage::Enquiry,
        Stage::Enrolment,
        Stage::Learning,
        Stage::Graduation,
        Stage::Employment,
        Stage::Advocacy,
    ];

    /// Its stable name, as a script gives it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Enquiry => "enquiry",
            Stage::Enrolment => "enrolment",
            Stage::Learning => "learning",
            Stage::Graduation => "graduation",
            Stage::Employment => "employment",
            Stage::Advocacy => "advocacy",
        }
    }

    /// The stage of that stable name.
    pub fn named(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The core actions of the stage: the keys that [`Student::done`](super::Student::done) holds once
    /// they are done. Each begins with the stage's name, so that no two stages share one.
    pub fn checklist(self) -> &'static [&'static str] {
        match self {
            Stage::Enquiry => &[
                "enquiry-background",
                "enquiry-worries",
                "enquiry-goals",
                "enquiry-trial",
                "enquiry-promise",
            ],
            Stage::Enrolment => {
                &["enrolment-handbook", "enrolment-ceremony", "enrolment-committee", "enrolment-first-talk"]
            }
            Stage::Learning => {
                &["learning-talk", "learning-preference", "learning-difficulties", "learning-activities"]
            }
            Stage::Graduation => &[
                "graduation-exam",
                "graduation-revision",
                "graduation-career",
                "graduation-ceremony",
                "graduation-alumni",
            ],
            Stage::Employment => {
                &["employment-referral", "employment-onboarding", "employment-alumni", "employment-discount"]
            }
            Stage::Advocacy => {
                &["advocacy-referral", "advocacy-reward", "advocacy-talk", "advocacy-guest-teacher"]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Lang, Tongue};

    #[test]
    fn every_stage_has_name_goal_and_actions_in_both_languages() {
        for tongue in Tongue::ALL {
            let lang = Lang::new(tongue);
            for stage in Stage::ALL {
                assert_eq!(Stage::named(stage.name()), Some(stage));
                assert!(lang.has(&format!("stage-{}", stage.name())), "{stage:?}");
                assert!(lang.has(&format!("stage-goal-{}", stage.name())), "{stage:?}");
                for action in stage.checklist() {
                    assert!(action.starts_with(stage.name()), "{action}");
                    assert!(lang.has(&format!("stage-do-{action}")), "{action}");
                }
            }
        }
    }
}
