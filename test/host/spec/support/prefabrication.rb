# frozen_string_literal: true

# `fab!(:user)`, `fab!(:author, :user)`, `fab!(:author) { Fabricate(…) }`: made before each example.
module Prefabrication
  def fab!(name, fabricator_name = nil, **_opts, &block)
    block ||= proc { Fabricate(fabricator_name || name) }
    let!(name, &block)
  end
end
