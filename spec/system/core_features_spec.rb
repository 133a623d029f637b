# frozen_string_literal: true

# Core's own check that a plugin leaves the rest of the forum working; it is part of a Discourse checkout.
describe "Core features", leak_detector: false do
  examples = "having working core features"

  before { enable_current_plugin }

  if RSpec.world.shared_example_group_registry.find([:main], examples)
    it_behaves_like examples
  else
    it "work with the plugin" do
      skip "no shared examples “#{examples}” here, as in a checkout"
    end
  end
end
