# frozen_string_literal: true

module EncryptedMessages
  # Checks, as far as a server can tell, whether something about the site could let others read what is to be encrypted.
  # The administrators' page and the problem checks show the results, and say in words what each reason means and what
  # to do about it.
  class SiteChecks
    # @!attribute verdict [String] "fine", "warning" or "problem"
    # @!attribute details [Hash] names of settings, plugins, themes and groups; never of members
    Check = Struct.new(:id, :verdict, :reason, :details, keyword_init: true)

    IDS = %i[https csp readers outside_scripts drafts logs reach consistency seams].freeze

    # @param request [ActionDispatch::Request, nil] the administrator's
    def initialize(request = nil)
      @request = request
    end

    # @return [Array<Check>]
    def all
      IDS.map { |id| public_send(id) }
    end

    def https
      if SiteSetting.force_https
        fine(:https, :forced)
      elsif SecureContext.site_secure?
        warning(:https, :local)
      elsif @request&.ssl?
        warning(:https, :not_forced)
      else
        problem(:https, :missing)
      end
    end

    def csp
      return problem(:csp, :off) unless SiteSetting.content_security_policy
      sources = ScriptSources.unsafe
      sources.empty? ? fine(:csp, :safe) : problem(:csp, :unsafe, sources:)
    end

    def readers
      foreign, bundled = PlaintextReaders.all.partition { |reader| !reader.bundled }
      details = { readers: foreign.map(&:to_h), bundled: bundled.map(&:to_h) }
      foreign.empty? ? fine(:readers, :none, details) : warning(:readers, :found, details)
    end

    # A tag manager puts scripts into the page that others have written.
    def outside_scripts
      if SiteSetting.gtm_container_id.present?
        problem(:outside_scripts, :tag_manager)
      elsif SiteSetting.ga_universal_tracking_code.present?
        warning(:outside_scripts, :analytics)
      else
        fine(:outside_scripts, :none)
      end
    end

    # Core can keep copies of long drafts as messages. Encrypted drafts are not copied (`DraftBackups`).
    def drafts
      if SiteSetting.backup_drafts_to_pm_length.positive?
        warning(:drafts, :copied)
      else
        fine(:drafts, :not_copied)
      end
    end

    def logs
      Rails.logger.debug? ? warning(:logs, :debug) : fine(:logs, :quiet)
    end

    # Groups that may write messages, on a site that takes only encrypted ones, but may not encrypt.
    def reach
      return fine(:reach, :not_forced) unless ForcedEncryption.on?
      groups = Group.where(id: shut_out_group_ids).order(:id).pluck(:name)
      groups.empty? ? fine(:reach, :all) : warning(:reach, :shut_out, groups:)
    end

    # What the last daily report found.
    def consistency
      report = ConsistencyReport.latest&.deep_symbolize_keys
      return fine(:consistency, :not_yet) if report.nil?
      counts = report[:findings].select { |_, count| count.to_i.positive? }
      details = { at: report[:at], counts: }
      return fine(:consistency, :fits, details) if counts.empty?
      serious = counts.keys.intersect?(ConsistencyFindings::SERIOUS)
      serious ? problem(:consistency, :found, details) : warning(:consistency, :found, details)
    end

    # What this plugin relies on and the running core no longer has.
    def seams
      missing = Seams.missing
      return fine(:seams, :all) if missing.empty?
      return problem(:seams, :sending_off, missing:) if Seams.sending_off?
      warning(:seams, :changed, missing:)
    end

    private

    def fine(id, reason, details = {})
      Check.new(id:, verdict: "fine", reason:, details:)
    end

    def warning(id, reason, details = {})
      Check.new(id:, verdict: "warning", reason:, details:)
    end

    def problem(id, reason, details = {})
      Check.new(id:, verdict: "problem", reason:, details:)
    end

    # Everybody is in the groups "everyone" and "trust_level_0". Administrators are never shut out.
    def shut_out_group_ids
      allowed = SiteSetting.encrypted_messages_allowed_groups_map
      all = Group::AUTO_GROUPS.values_at(:everyone, :trust_level_0)
      return [] if allowed.intersect?(all)
      trust_levels = trust_level_ids
      least = (allowed & trust_levels).min
      covered = allowed | (least ? trust_levels.select { |id| id >= least } : [])
      writers = SiteSetting.personal_message_enabled_groups_map
      writers - covered - Group::AUTO_GROUPS.values_at(:admins, :staff, :moderators)
    end

    def trust_level_ids
      Group::AUTO_GROUPS.select { |name, _| name.to_s.start_with?("trust_level_") }.values
    end
  end
end
